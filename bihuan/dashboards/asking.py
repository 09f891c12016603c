"""The words in which a difference between the two counts is asked about. Pure."""

from __future__ import annotations

from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext

from .queries.reconciliation import ReconciledMonth


def title_of(row: ReconciledMonth) -> str:
    """Return the question in one line."""
    return gettext("%(month)s: why do the two counts of investment differ?") % {
        "month": row.month.in_words
    }


def text_of(row: ReconciledMonth) -> str:
    """Return the question with both amounts: it proposes none of them."""
    said = {
        "office": gettext("no amount") if row.office_yuan is None else in_unit(row.office_yuan),
        "bureau": gettext("no amount") if row.bureau_yuan is None else in_unit(row.bureau_yuan),
        "difference": in_unit(row.difference_yuan),
    }
    text = gettext(
        "The monthly report tells %(office)s, the statistics counted %(bureau)s: the office's "
        "count less theirs is %(difference)s. Say what makes the difference. Neither figure is to "
        "be fitted to the other."
    )
    outside = "" if row.has_entered else gettext("The project is not in the statistics.")
    return "\n".join(each for each in (text % said, outside) if each)
