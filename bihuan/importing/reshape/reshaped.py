"""A sheet as one table of a row a project, whichever way it was laid out. Pure."""

from __future__ import annotations

from bihuan.kit.sheets import Sheet

from . import paired_rows, sentences, turned

WAYS = (paired_rows.joined, turned.turned, sentences.as_table)


def reshaped(sheet: Sheet) -> tuple[Sheet, str]:
    """Return the sheet, and a sentence that tells how it was laid out; empty if as usual."""
    for way in WAYS:
        if found := way(sheet):
            return found
    return sheet, ""
