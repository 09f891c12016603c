"""Every change that workbooks make, by concept."""

from .batches import answer, apply, bring_in, stage
from .undoing import undo

__all__ = ["answer", "apply", "bring_in", "stage", "undo"]
