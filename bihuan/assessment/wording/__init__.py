"""A scheme in the office's words: each formula, item, veto and block as one exact sentence."""

from .formulas import formula_in_words
from .items import (
    block_in_words,
    item_in_words,
    sheet_in_words,
    size_groups_in_words,
    veto_in_words,
)
from .lines import line_in_words, mark_in_words, reweighting_steps
from .more import more_in_words
from .noise import noise_in_words
from .steps import item_steps
from .values import InputWords

__all__ = [
    "InputWords",
    "block_in_words",
    "formula_in_words",
    "item_in_words",
    "item_steps",
    "line_in_words",
    "mark_in_words",
    "more_in_words",
    "noise_in_words",
    "reweighting_steps",
    "sheet_in_words",
    "size_groups_in_words",
    "veto_in_words",
]
