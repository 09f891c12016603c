"""A sheet as one table of a row a project, whichever way it was laid out. Pure."""

from __future__ import annotations

from bihuan.kit.sheets import Sheet

from . import cut_amounts, paired_rows, sentences, slashed, turned
from .places import ReshapedSheet

WAYS = (cut_amounts.joined, paired_rows.joined, slashed.parted, turned.turned, sentences.as_table)


def reshaped(sheet: Sheet) -> ReshapedSheet:
    """Return the sheet laid out so, as it is if it is already."""
    for way in WAYS:
        if found := way(sheet):
            return found
    return ReshapedSheet(sheet)
