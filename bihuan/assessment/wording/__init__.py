"""A scheme in the office's words: each formula, item, veto and block as one exact sentence."""

from .formulas import formula_in_words
from .items import block_in_words, item_in_words, sheet_in_words, veto_in_words
from .more import more_in_words
from .steps import item_steps

__all__ = [
    "block_in_words",
    "formula_in_words",
    "item_in_words",
    "item_steps",
    "more_in_words",
    "sheet_in_words",
    "veto_in_words",
]
