"""The chains of a year as a table that offices keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bihuan.kit.line_workbooks import lines_workbook
from bihuan.kit.money import WAN
from bihuan.kit.words import gettext

from .queries.chain_map import ChainEnterpriseRow, ChainMap
from .queries.chains import ChainLine

Cell = str | int | Decimal


def chains_workbook(title: str, year: int, maps: Iterable[tuple[ChainLine, ChainMap]]) -> bytes:
    """Return each chain's enterprises with their links, output of two years and growth; money in
    万元.
    """
    unit, output = gettext("ten thousand yuan"), gettext("Output of the year")
    heads = [
        gettext("Industry chain"),
        gettext("Enterprise"),
        gettext("Unified social credit code"),
        gettext("Link"),
        *(f"{output} {each} ({unit})" for each in (year, year - 1)),
        gettext("Growth %"),
        gettext("Came or left"),
        gettext("Above scale since"),
    ]
    return lines_workbook(title, heads, _lines(maps), held=3)


def _lines(maps: Iterable[tuple[ChainLine, ChainMap]]) -> Iterator[list[Cell]]:
    for line, seen in maps:
        for each in seen.enterprises:
            yield [line.chain.name, *_cells(each)]


def _cells(row: ChainEnterpriseRow) -> list[Cell]:
    enterprise = row.member.enterprise if row.member else None
    scale = enterprise.above_scale_on if enterprise else None
    return [
        row.name,
        enterprise.credit_code if enterprise else "",
        row.member.get_link_display() if row.member else "",
        _wan(row.output_yuan),
        _wan(row.previous_output_yuan),
        "" if row.growth is None else row.growth,
        str(row.change_label),
        scale.isoformat() if scale else "",
    ]


def _wan(yuan: int | None) -> Cell:
    return "" if yuan is None else Decimal(yuan) / WAN
