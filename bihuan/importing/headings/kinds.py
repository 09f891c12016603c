"""What sheets there are, and how their columns are known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from bihuan.funding.kinds import Programme
from bihuan.kit.choices import Choice
from bihuan.kit.presets import load_presets
from bihuan.kit.words import _
from bihuan.projects.particular import LedgerCells
from bihuan.projects.particulars import IN_LEDGER


class SheetKind(Choice):
    LEDGER = "ledger", _("Ledger")
    ADJUSTMENT = "adjustment", _("Plan adjustments")
    MONTHLY = "monthly", _("Monthly report")
    STATISTICS = "statistics", _("In statistics")
    CHAIN = "chain", _("Chain output")
    CHAIN_MONTH = "chain_month", _("Chain output of a month")
    INVESTMENT = "investment", _("Fixed-asset investment")
    FUNDING = "funding", _("Money won and used")
    COUNTIES = "counties", _("Money of the counties")


OF_MONEY = frozenset({SheetKind.FUNDING, SheetKind.COUNTIES})
"""Kinds whose tables are found and read by `bihuan.importing.money`."""
PLACES = {each.value: place for place, each in enumerate(Programme, 1)}
"""By what number the columns of each programme go."""
GENERAL = tuple(kind for kind in SheetKind if kind not in OF_MONEY)


@dataclass(frozen=True)
class FieldSpec:
    """One column that a kind of sheet may have. `type` names how its cells are read; `units` are
    those that heading or cell may name, by how many of the first each is; a heading that is no
    alias and matches `like` may be meant.
    """

    type: str
    aliases: tuple[str, ...]
    units: Mapping[str, int | Decimal] = field(default_factory=dict)
    like: str = ""


@dataclass(frozen=True)
class KindSpec:
    """The columns of one kind of sheet, and those without which it is not that kind."""

    required: tuple[str, ...]
    fields: dict[str, FieldSpec]


def _complete(kinds: Mapping[str, KindSpec]) -> dict[str, KindSpec]:
    """Return the kinds with the particulars of projects: a ledger tells them, and a month's report
    may repeat them, where they are left alone.
    """
    told = {key: FieldSpec(c.reader, c.aliases, c.units) for key, c in _cells()}
    ledger, monthly = kinds["ledger"], kinds["monthly"]
    taken = {alias for spec in monthly.fields.values() for alias in spec.aliases}
    repeated = tuple(a for spec in told.values() for a in spec.aliases if a not in taken)
    described = {"described": FieldSpec("ignored", repeated)}
    for name, own in (("planned", "planned"), ("before", "until_last_year")):
        spec = monthly.fields[own]
        both = dict.fromkeys([*spec.aliases, *ledger.fields[name].aliases])
        described[own] = replace(
            spec, aliases=tuple(a for a in both if a in spec.aliases or a not in taken)
        )
    return {
        **kinds,
        "ledger": replace(ledger, fields={**ledger.fields, **told}),
        "monthly": replace(monthly, fields={**monthly.fields, **described}),
    }


def _cells() -> Iterator[tuple[str, LedgerCells]]:
    return ((key, each.cells) for key, each in IN_LEDGER.items() if each.cells)


COLUMNS = _complete(load_presets(KindSpec, Path(__file__).parents[1] / "presets" / "columns.yaml"))
NAME_HEADINGS = frozenset(
    alias
    for spec in COLUMNS.values()
    for name in ("name", "enterprise")
    if name in spec.fields
    for alias in spec.fields[name].aliases
)
