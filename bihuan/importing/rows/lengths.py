"""How long the words of a row may be: what the columns of the database hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Model

from bihuan.accounts.models import Leader, Organisation
from bihuan.kit.lengths import too_long as too_long_for
from bihuan.plans.models import Plan
from bihuan.projects.models import Chain, FormerName, Project, Theme
from bihuan.projects.particulars import IN_LEDGER
from bihuan.statistics.chains.models import ChainOutput

from .table import ImportProblem, SheetRow

COLUMNS: dict[str, tuple[type[Model], str]] = {
    "name": (Project, "name"),
    "former_name": (FormerName, "name"),
    "owner": (Organisation, "name"),
    "responsible": (Organisation, "name"),
    "commander": (Leader, "name"),
    "chain": (Chain, "name"),
    "themes": (Theme, "name"),
    "approver": (Plan, "approver"),
    "enterprise": (ChainOutput, "enterprise"),
}
MOST = {
    key: int(model._meta.get_field(column).max_length or 0)  # type: ignore[union-attr]  # columns of text
    for key, (model, column) in COLUMNS.items()
} | {
    key: each.column.max_length
    for key, each in IN_LEDGER.items()
    if each.column.max_length and not each.choices and not each.is_code
}


def too_long(rows: Sequence[SheetRow]) -> Iterator[ImportProblem]:
    """Blame each word of a table's rows that its column cannot hold."""
    for key, most in MOST.items():
        for row in rows if rows and key in rows[0].columns else ():
            value = row.values.get(key)
            if value is not None and not (type(value) is str and len(value) <= most):
                yield from _blamed(row, key, most)


def _blamed(row: SheetRow, key: str, most: int) -> Iterator[ImportProblem]:
    value = row.values.get(key)
    words = value if isinstance(value, tuple) else (value,)
    if any(isinstance(word, str) and len(word) > most for word in words):
        yield row.problem(key, too_long_for(most))
