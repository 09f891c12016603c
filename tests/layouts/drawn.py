"""Draws whole cases."""

from random import Random
from .cases import LayoutCase
from .drawing import draw_draft, write, finished


def draw_case(seed: int) -> LayoutCase:
    rng = Random(seed)
    draft = draw_draft(rng)
    write(draft)
    return finished(draft, seed)
