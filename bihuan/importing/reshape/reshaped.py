"""A sheet as one table of a row a project, whichever way it was laid out. Pure."""

from __future__ import annotations

from bihuan.kit.sheets import Sheet

from . import (
    added_plans,
    cards,
    cut_amounts,
    months_down,
    paired_rows,
    sentences,
    side_by_side,
    slashed,
    turned,
    wide_names,
    worded_amounts,
)
from .places import ReshapedSheet

WAYS = (
    cut_amounts.joined,
    side_by_side.stacked,
    wide_names.parted,
    months_down.as_table,
    paired_rows.joined,
    slashed.parted,
    turned.turned,
    cards.as_row,
    added_plans.with_new_plans,
    sentences.as_table,
    worded_amounts.parted,
)


def reshaped(sheet: Sheet) -> ReshapedSheet:
    """Return the sheet laid out so, as it is if it is already."""
    for way in WAYS:
        if found := way(sheet):
            return found
    return ReshapedSheet(sheet)
