"""Traps in the lines of a table: sums, parts, doubles, what is blank or hidden.

Each takes a draft before its lines are written, changes it, and says whether it could; what is to
be done with the lines is put off until they stand.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell

from .columns import Meaning
from .drawing import CaseDraft
from .lines import LineWriter
from .truth import TrueProject

WORDS = {1: "元", 10_000: "万元", 100_000_000: "亿元"}


def wrong_total(draft: CaseDraft) -> bool:
    """The stated total is not the sum of the rows."""
    if not draft.style.total or draft.style.numbers != "plain":
        return False
    meanings = {Meaning.PLAN, Meaning.MONTH, Meaning.TO_DATE}
    if not draft.ledger:
        meanings.discard(Meaning.PLAN)
    places = [i for i, c in enumerate(draft.columns) if c.meaning in meanings]
    if not places:
        return False
    at = draft.rng.choice(places)
    meaning = draft.columns[at].meaning

    def spoil(draft: CaseDraft) -> None:
        rows = range(draft.first, len(draft.rows))
        words = ("合计", "总计", "合 计", "共计")
        found = [n for n in rows if any(plain(c).startswith(words) for c in draft.rows[n][:3])]
        if not found:
            return
        row = found[0]
        place = draft.place(meaning) or at
        cell = draft.rows[row][place]
        if cell is None or isinstance(cell, int | float):
            draft.rows[row][place] = round((cell or 0) * 1.3 + 7, 2)

    draft.after.append(spoil)
    draft.open.add("rows")
    return True


def bare_groups(draft: CaseDraft) -> bool:
    """Groups without a number, with the sums of their rows."""
    draft.style = replace(
        draft.style, groups="sector", group_place="bare", subtotals="head", counts=True
    )
    if draft.style.serials == "none":
        draft.style = replace(draft.style, serials="digits")
    return len(draft.truth.projects) > 2


def bracketed_groups(draft: CaseDraft) -> bool:
    """（1） 产业类（2个） with sums above projects 1, 2."""
    if not draft.has(Meaning.SERIAL):
        return False
    draft.style = replace(
        draft.style,
        groups="sector",
        group_place="arabic",
        subtotals="head",
        counts=True,
        serials="digits",
    )
    return True


def numbered_total(draft: CaseDraft) -> bool:
    """合计（共2个项目） stands beside a number of its own."""
    if not draft.has(Meaning.SERIAL) or draft.style.serials == "none":
        return False
    draft.style = replace(draft.style, total="")

    def add(draft: CaseDraft) -> None:
        writer = LineWriter(draft.rng, draft.truth, draft.columns, draft.style)
        projects = draft.truth.projects
        row = writer.total(projects, "")
        row[draft.place(Meaning.SERIAL) or 0] = float(len(projects) + 1)
        row[draft.place(Meaning.NAME) or 0] = f"合计（共{len(projects)}个项目）"
        draft.rows.append(row)

    draft.after.append(add)
    draft.style = replace(draft.style, remark="")
    return True


def parts_of_a_project(draft: CaseDraft) -> bool:
    """2.1 and 2.2 are parts of project 2."""
    if not _plainly_numbered(draft):
        return False
    circled = draft.rng.random() < 0.4

    def add(draft: CaseDraft) -> None:
        row, project, serial = _any_project(draft)
        halves = _halved(draft, draft.rows[row])
        for step, (half, word) in enumerate(zip(halves, ("一标段", "二标段"), strict=True), 1):
            number = "①②"[step - 1] if circled else f"{serial}.{step}"
            half[draft.place(Meaning.SERIAL) or 0] = number
            half[draft.place(Meaning.NAME) or 0] = f"{project.name}{word}"
            draft.insert(row + step, [half])

    draft.after.append(add)
    draft.children = "parents"
    draft.open |= {"children", "rows"}
    return True


def _plainly_numbered(draft: CaseDraft) -> bool:
    style = draft.style
    if not draft.has(Meaning.SERIAL) or style.numbers != "plain":
        return False
    draft.style = replace(style, groups="", subtotals="", serials="digits", numbering=False)
    return True


def _any_project(draft: CaseDraft) -> tuple[int, TrueProject, int]:
    """Return the row of one project, the project, and its number."""
    project = draft.rng.choice(draft.truth.projects)
    name, serial = draft.place(Meaning.NAME) or 0, draft.place(Meaning.SERIAL) or 0
    row = next(n for n, cells in enumerate(draft.rows) if _at(cells, name) == project.name)
    return row, project, int("".join(c for c in plain(draft.rows[row][serial]) if c.isdigit()))


def _at(cells: list[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None


def _halved(draft: CaseDraft, row: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    first, second = list(row), list(row)
    for place, column in enumerate(draft.columns):
        number = parse_number(plain(row[place])) if column.is_money else None
        if number:
            half = (number / 2).quantize(Decimal(1).scaleb(-column.digits))
            first[place], second[place] = float(half), float(number - half)
    return first, second


def parts_in_words(draft: CaseDraft) -> bool:
    """其中： under a project tells a part of it."""
    if not _plainly_numbered(draft):
        return False

    def add(draft: CaseDraft) -> None:
        row, _project, _serial = _any_project(draft)
        half, _rest = _halved(draft, draft.rows[row])
        half[draft.place(Meaning.SERIAL) or 0] = None
        half[draft.place(Meaning.NAME) or 0] = "其中：土建工程"
        draft.insert(row + 1, [half])

    draft.after.append(add)
    return True


def blank_amounts(draft: CaseDraft) -> bool:
    """Some projects tell of progress and no amount: nought, or not reported?"""
    if not draft.has(Meaning.MONTH) or draft.has(Meaning.TO_DATE) or draft.ledger:
        return False
    if not draft.has(Meaning.PROGRESS) or "span" in draft.open:
        return False
    zero = [p for p in draft.truth.projects if not p.month(draft.truth.number)]
    draft.blanks = draft.rng.choice(("zero", "skip"))
    chosen = zero if draft.blanks == "zero" else list(draft.truth.projects[:1])
    if not chosen or draft.style.total:
        return False
    draft.style = replace(draft.style, subtotals="")

    def empty(draft: CaseDraft) -> None:
        name, place = draft.place(Meaning.NAME) or 0, draft.place(Meaning.MONTH) or 0
        words = draft.place(Meaning.PROGRESS) or 0
        for row in draft.rows:
            if _at(row, name) in {p.name for p in chosen}:
                row[place], row[words] = None, "主体施工"

    draft.after.append(empty)
    draft.open.add("blank")
    if draft.blanks == "skip":
        draft.skipped = {p.name for p in chosen}
    return True


def hidden_rows(draft: CaseDraft) -> bool:
    """Rows that nobody sees."""

    def hide(draft: CaseDraft) -> None:
        draft.hidden.add(draft.rng.randrange(draft.first, len(draft.rows)))

    draft.after.append(hide)
    return True


def headings_again(draft: CaseDraft) -> bool:
    """The printer repeats the headings on the next page."""
    if len(draft.truth.projects) < 4:
        return False

    def again(draft: CaseDraft) -> None:
        name = draft.place(Meaning.NAME) or 0
        middle = draft.truth.projects[len(draft.truth.projects) // 2].name
        rows = [n for n, cells in enumerate(draft.rows) if _at(cells, name) == middle]
        if not rows:  # another trap has turned the table
            return
        row, depth = rows[0], max(len(c.path) for c in draft.columns)
        start = draft.first - depth
        areas = [area for area in draft.areas if start <= area[0] < draft.first]
        draft.insert(row, [list(cells) for cells in draft.rows[start : draft.first]])
        step = row - start
        draft.areas += [(top + step, left, end + step, right) for top, left, end, right in areas]

    draft.after.append(again)
    return True


def summary_above(draft: CaseDraft) -> bool:
    """A table of organisations stands above that of projects."""
    if not draft.merged:
        return False

    def add(draft: CaseDraft) -> None:
        rows: list[list[Cell]] = [
            ["排名", "责任单位", "项目个数", "年度计划", "累计完成", "完成率"],
            [1.0, "区住建局", 3.0, 27000.0, 100.0, "1%"],
            [2.0, "区发改局", 3.0, 35200.0, 200.0, "2%"],
            [],
            ["附表：项目明细"],
        ]
        depth = max(len(c.path) for c in draft.columns)
        at = draft.first - depth
        draft.insert(at, rows)
        draft.first += len(rows)

    draft.after.append(add)
    return True


def unit_in_cells(draft: CaseDraft) -> bool:
    """Each amount names its unit, and nothing else does."""
    if draft.unit_place == "mixed" or draft.style.numbers != "plain":
        return False
    draft.unit_place = "none"
    draft.style = replace(draft.style, numbering=False)

    def add(draft: CaseDraft) -> None:
        for row in draft.rows[draft.first :]:
            for place, column in enumerate(draft.columns):
                cell = _at(row, place)
                if column.is_money and isinstance(cell, float | int):
                    row[place] = f"{plain(cell)}{WORDS[column.unit]}"

    draft.after.append(add)
    draft.open.add("unit")
    return True


def about(draft: CaseDraft) -> bool:
    """约18600."""
    if draft.style.numbers != "plain" or draft.style.total or draft.style.groups:
        return False

    draft.style = replace(draft.style, numbering=False)

    def mark(draft: CaseDraft) -> None:
        place = draft.place(Meaning.TOTAL)
        for row in draft.rows[draft.first :]:
            cell = _at(row, place) if place is not None else None
            if place is not None and isinstance(cell, float) and draft.rng.random() < 0.4:
                row[place] = f"约{plain(cell)}"

    draft.after.append(mark)
    return draft.has(Meaning.TOTAL)


def project_like_a_sum(draft: CaseDraft) -> bool:
    """The first project happens to be as large as all the others together."""
    first, *rest = draft.truth.projects
    if not 2 <= len(rest) <= 6 or draft.style.groups:
        return False
    months = tuple(sum(p.months[n] for p in rest) for n in range(12))
    planned = sum(p.planned or 0 for p in rest)
    large = replace(
        first,
        total=sum(p.total for p in rest),
        planned=planned or None,
        before=sum(p.before for p in rest),
        months=months,
    )
    draft.truth = replace(draft.truth, projects=(large, *rest))
    draft.open |= {"row", "rows"}
    return True


def second_lines(draft: CaseDraft) -> bool:
    """A project over two rows, its name merged, the second with more words."""
    place = draft.place(Meaning.WORDS)
    if place is None or draft.style.blank_lines:
        return False

    def add(draft: CaseDraft) -> None:
        name = draft.place(Meaning.NAME) or 0
        project = draft.rng.choice(draft.truth.projects)
        row = next(n for n, cells in enumerate(draft.rows) if _at(cells, name) == project.name)
        more: list[Cell] = [None] * len(draft.columns)
        more[place] = "配套管网2公里"
        draft.insert(row + 1, [more])
        draft.areas += [(row, n, row + 1, n) for n in range(len(draft.columns)) if n != place]

    draft.after.append(add)
    return True


def odd_totals(draft: CaseDraft) -> bool:
    """A total under a word that is none, below all rows."""
    if not draft.has(Meaning.SERIAL) or draft.style.serials == "none":
        return False
    draft.style = replace(draft.style, total="", remark="")
    word = draft.rng.choice(
        ("全区", "共{n}个项目", "本页小计", "{n}个项目", "项目合计", "汇总", "")
    )

    def add(draft: CaseDraft) -> None:
        writer = LineWriter(draft.rng, draft.truth, draft.columns, draft.style)
        row = writer.total(draft.truth.projects, "")
        row[draft.place(Meaning.SERIAL) or 0] = None
        row[draft.place(Meaning.NAME) or 0] = word.format(n=len(draft.truth.projects)) or None
        draft.rows.append(row)

    draft.after.append(add)
    return len(draft.truth.projects) > 2


def dotted_serials(draft: CaseDraft) -> bool:
    """1. 2. 3. or （1）（2）（3） or 1、2、3、 number the projects."""
    form = draft.rng.choice(("{}.", "（{}）", "{}、", "({})", "0{}"))
    draft.style = replace(draft.style, serials=form)
    return draft.has(Meaning.SERIAL)
