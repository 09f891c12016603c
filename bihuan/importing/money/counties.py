"""The city's table of its counties: which columns are whose, and the rows read. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from bihuan.funding.kinds import Programme
from bihuan.funding.rules.counties import ranked
from bihuan.importing.headings.kinds import COLUMNS, SheetKind
from bihuan.importing.headings.labels import header_paths
from bihuan.importing.headings.layout import Layout, header_places
from bihuan.importing.headings.naming import NO_FIELD, SheetColumn, unnamed
from bihuan.importing.headings.top_rows import HEADER_ZONE, spread
from bihuan.importing.proof.questions import STANDS, AnswerChoice, Desk
from bihuan.importing.rows.reading import columns_by_key
from bihuan.importing.rows.table import SheetRow, Table
from bihuan.kit.money import is_foreign, stated_unit
from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Sheet, cell_at
from bihuan.kit.words import gettext

from .lines import MoneyGrid, MoneyLine
from .units import unit_of
from .words import (
    bare,
    programme_of,
    programmes_in,
    speaks_of_money,
    stated_day,
    unnumbered,
    without_programme,
)

SPEC = COLUMNS[SheetKind.COUNTIES.value]
RANK = "rank"
FEWEST = 2
_BY_ALIAS = {alias: name for name, each in SPEC.fields.items() for alias in each.aliases}
_LIKE = {name: re.compile(each.like) for name, each in SPEC.fields.items() if each.like}
_NO_COUNTY = re.compile(r"市本级|市直.{0,4}|全市.{0,4}|平均.{0,3}|全省.{0,4}|合计|总计|小计")
_COUNTY_HEADING = re.compile(r"(?:各)?县[（(]?[、]?市[、]?区[)）]?(?:名称)?")


def county_layout(sheet: Sheet, *, file_name: str, answers: Mapping[str, str]) -> Layout | None:
    """Return the city's table in a sheet; None if there is none."""
    origin = next((n for n, row in enumerate(sheet.rows) if any(row)), 0)
    rows = spread(sheet, origin)
    best: tuple[tuple[int, int], Layout] | None = None
    for start in range(min(HEADER_ZONE, len(rows))):
        above = [cell for row in rows[:start] for cell in dict.fromkeys(row) if cell]
        titles = [*above, sheet.name, file_name]
        if sum(1 for c in rows[start] if c) < FEWEST or not any(map(speaks_of_money, titles)):
            continue
        for _start, depth, whole in header_places(sheet, rows, origin, start):
            paths = header_paths(rows[start : start + depth])
            columns = _columns(paths, answers)
            fields = [c.field for c in columns]
            if not whole or "name" not in fields or "issued" not in fields:
                continue
            score = (len(columns), -depth)
            if best is None or score > best[0]:
                best = score, _layout(paths, columns, above, (origin + start, depth))
    return best[1] if best else None


def _layout(
    paths: Sequence[tuple[str, ...]],
    columns: Sequence[SheetColumn],
    above: Sequence[str],
    place: tuple[int, int],
) -> Layout:
    start, depth = place
    taken = {column.index for column in columns}
    left = [unnamed(i, path) for i, path in enumerate(paths) if path and i not in taken]
    return Layout(
        kind=SheetKind.COUNTIES,
        header_row=start,
        first_row=start + depth,
        columns=tuple(columns),
        unknown=tuple(left),
        unit=next((unit for text in reversed(above) if (unit := stated_unit(text))), None),
        signature="|".join("/".join(path) for path in paths),
    )


def _columns(paths: Sequence[tuple[str, ...]], answers: Mapping[str, str]) -> list[SheetColumn]:
    found: list[SheetColumn] = []
    taken: set[tuple[str, str]] = set()
    programme = ""
    for index, path in enumerate(paths):
        if not path or any(map(is_foreign, path)) or answers.get("/".join(path)) == NO_FIELD:
            continue
        of, field = _field(path)
        if field == RANK and not of:
            of = programme if len(path) == 1 else ""  # 排名 right of its amounts
        programme = of or (programme if field == RANK else "")
        if field and ((field, of) not in taken or field == "left_alone"):
            taken.add((field, of))
            found.append(replace(unnamed(index, path), field=field, of=of))
    return found


def _field(path: tuple[str, ...]) -> tuple[str, str]:
    """Return the programme that a heading names, and what it tells of the counties."""
    programme, rest = "", []
    for text in path:
        if _COUNTY_HEADING.fullmatch("".join(plain(text).split())):
            rest.append("县市区")
            continue
        level = bare(text).replace("年度", "")
        if alone := programme_of(level):
            programme = alone.value
            continue
        named, level = without_programme(level)
        programme = named.value if named else programme
        rest.append(level)
    words = [each for each in rest if each]
    if not words:
        return programme, "issued" if programme else ""
    field = _known(words[-1]) or _known("".join(words))
    return (programme, field) if field in ("issued", RANK) else ("", field)


def _known(words: str) -> str:
    found = _BY_ALIAS.get(words)
    return found or next((name for name, like in _LIKE.items() if like.fullmatch(words)), "")


def is_county(line: MoneyLine) -> bool:
    """Return whether a line is of a county: the city's own money and means are not."""
    return bool(line.name) and not _NO_COUNTY.fullmatch(bare(line.name))


def read_counties(table: Table, grid: MoneyGrid) -> None:
    """Read the rows of the city's table, and hold its places against its amounts."""
    layout, columns = table.layout, columns_by_key(table.layout)
    named = programmes_in("".join(table.above)) or programmes_in(table.sheet.name)
    held = named[0].value if len(named) == 1 else ""
    day = stated_day([table.sheet.name, table.file], table.above)
    for line in grid.data:
        if not is_county(line):
            table.desk.leave_out(line.number + 1, line.text, gettext("no county"))
            continue
        row = SheetRow(table.file, table.sheet.name, line.number + 1, {}, columns, unit=layout.unit)
        row.values["name"] = unnumbered(line.name)
        for key, column in columns.items():
            stated = line.amounts.get(column.index)
            if column.field == "issued" and stated is not None:
                yuan = stated.value * unit_of(layout, column)
                row.values[key] = int(yuan.quantize(Decimal(1), ROUND_HALF_UP))
            elif column.field == "programme" and (cell := cell_at(line.cells, column.index)):
                row.values[key] = plain(cell)
        row.values |= {k: v for k, v in {"held": held, "on": day}.items() if v}
        table.rows.append(row)
    for column in layout.columns:
        if column.field == RANK:
            _check_ranks(table.desk, grid, layout, column)


def _check_ranks(desk: Desk, grid: MoneyGrid, layout: Layout, rank: SheetColumn) -> None:
    """Prove the places that a table prints by its amounts, or ask about those that differ."""
    column = next((c for c in layout.columns if c.field == "issued" and c.of == rank.of), None)
    lines = [line for line in grid.data if is_county(line)]
    if column is None:
        return
    amounts = {
        unnumbered(line.name): int(stated.value * unit_of(layout, column))
        for line in lines
        if (stated := line.amounts.get(column.index))
    }
    places = {each.county: each.rank for each in ranked(amounts, "")}
    wrong = []
    for line in lines:
        printed = parse_number(re.sub(r"[第名位]", "", plain(cell_at(line.cells, rank.index))))
        place = places.get(unnumbered(line.name))
        if printed is not None and place is not None and printed != place:
            wrong.append((line, int(printed), place))
    if not wrong:
        desk.prove(gettext("“%s” is as the amounts give it.") % rank.title)
    for line, stated_place, place in wrong:
        text = gettext("Row %(row)s, “%(column)s”: place %(printed)s, its amount gives %(place)s.")
        said = {
            "row": line.number + 1,
            "column": rank.title,
            "printed": stated_place,
            "place": place,
        }
        choice = AnswerChoice(STANDS, gettext("The amounts are right"), str(place))
        desk.ask(RANK, text % said, [choice], column=f"{rank.title}·{line.number + 1}")


def programme_named(row: SheetRow) -> Programme | None:
    """Return the programme of a row whose columns name none."""
    words = str(row.get("programme") or "")
    return (
        programme_of(words) if words else (Programme(held) if (held := row.get("held")) else None)
    )
