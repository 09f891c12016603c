"""Draws whole cases."""

from copy import deepcopy
from random import Random

from .cases import LayoutCase
from .drawing import draw_draft, finished, write
from .traps import TRAPS


def draw_case(seed: int) -> LayoutCase:
    """Return the case of a seed, always the same."""
    rng = Random(seed)
    draft = draw_draft(rng)
    for trap in rng.sample(TRAPS, rng.choices((0, 1, 2), (40, 42, 18))[0]):
        tried = deepcopy(draft)
        if trap(tried):
            draft = tried
            draft.traps.append(trap.__name__)
        if draft.cut:
            break  # what else is done to lines is done to one table
    write(draft)
    for change in draft.after:
        change(draft)
    return finished(draft, seed)
