"""Traps in what words say of amounts: another month, a forecast, another unit, another amount.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bihuan.kit.money import TENS
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell

from .columns import DrawnColumn, Meaning
from .drawing import CaseDraft
from .truth import WAN, TrueProject

AGAINST = (
    "数据有误",
    "其中200为上月前完成",
    "监理未签认",
    "该数为预计数",
    "暂估",
    "快报数",
    "按合同额统计",
    "数据未审定",
    "为计划数",
)
ON_ALL = ("注：本表为预计数，以最终上报数为准。", "备注：表中数据为快报数", "说明：按合同额统计。")
FRONTS = ("考核完成投资", "达标完成投资", "认可完成投资", "口径内完成投资")
BEHIND = ("（省重点）", "（续建）", "（市级重点项目）")
YI = 100_000_000


def _is_plain(draft: CaseDraft) -> bool:
    """True for a table of one month with a row for each project, and no other trap."""
    style = draft.style
    is_plain = draft.monthly and not draft.ledger and draft.has(Meaning.MONTH)
    return is_plain and style.numbers == "plain" and not (draft.traps or draft.cut)


def _simplified(draft: CaseDraft) -> None:
    """Leave no sums in a table of which a row is not what it says."""
    draft.style = replace(
        draft.style, total="", subtotals="", groups="", numbering=False, remark=""
    )


def _with_remarks(draft: CaseDraft) -> int:
    """Add a column for remarks at the end, and return its place."""
    draft.columns.append(DrawnColumn(Meaning.REMARK, (draft.rng.choice(("备注", "说明")),)))
    return len(draft.columns) - 1


def _row_of(draft: CaseDraft, project: TrueProject) -> list[Cell] | None:
    name = draft.place(Meaning.NAME) or 0
    rows = (row for row in draft.rows[draft.first :] if len(row) > name)
    return next((row for row in rows if row[name] == project.name), None)


def _on_row(draft: CaseDraft, project: TrueProject, change: Callable[[list[Cell]], None]) -> None:
    """Change the row of a project once it is written."""

    def put(draft: CaseDraft) -> None:
        row = _row_of(draft, project)
        if row is not None:
            row.extend([None] * (len(draft.columns) - len(row)))
            change(row)

    draft.after.append(put)


def _printed(draft: CaseDraft, meaning: Meaning, yuan: int) -> Cell:
    column = draft.columns[draft.place(meaning) or 0]
    return round(yuan / column.unit, max(column.digits, 2))


def remark_of_another_month(draft: CaseDraft) -> bool:
    """One row holds last month's amounts, and says so in a remark, or in a note below."""
    number = draft.truth.number
    projects = [p for p in draft.truth.projects if p.month(number) and p.month(number - 1)]
    if not _is_plain(draft) or number < 3 or not projects or not draft.titles.tells_month:
        return False
    _simplified(draft)
    project, is_note = draft.rng.choice(projects), draft.rng.random() < 0.4
    text = draft.rng.choice(("数据截至{}月底", "为{}月数据", "截至{}月底数据")).format(number - 1)
    place = None if is_note else _with_remarks(draft)

    def change(row: list[Cell]) -> None:
        row[draft.place(Meaning.MONTH) or 0] = _printed(
            draft, Meaning.MONTH, project.month(number - 1)
        )
        if (so_far := draft.place(Meaning.TO_DATE)) is not None:
            row[so_far] = _printed(draft, Meaning.TO_DATE, project.to_date(number - 1))
        if place is not None:
            row[place] = text

    def note(draft: CaseDraft) -> None:
        draft.rows.append([f"注：{project.name}{text}。"])

    _on_row(draft, project, change)
    draft.after += [note] if is_note else []
    draft.skipped.add(project.name)
    draft.slip = "stands"
    draft.open |= {"remark", "odd", "opening"}
    return True


def remark_against(draft: CaseDraft) -> bool:
    """One row's amount is a forecast, or counted otherwise, and its remark says so."""
    number = draft.truth.number
    projects = [p for p in draft.truth.projects if p.month(number)]
    if not _is_plain(draft) or not projects or draft.has(Meaning.TO_DATE):
        return False
    _simplified(draft)
    project, text = draft.rng.choice(projects), draft.rng.choice(AGAINST)
    place = _with_remarks(draft)

    def change(row: list[Cell]) -> None:
        row[draft.place(Meaning.MONTH) or 0] = _printed(
            draft, Meaning.MONTH, project.month(number) * 11 // 10
        )
        row[place] = text

    _on_row(draft, project, change)
    draft.skipped.add(project.name)
    draft.slip = "stands"
    draft.open |= {"remark", "odd"}
    return True


def struck_row(draft: CaseDraft) -> bool:
    """One row is struck out: it is not to be read."""
    if not _is_plain(draft) or len(draft.truth.projects) < 2:
        return False
    _simplified(draft)
    project = draft.rng.choice(draft.truth.projects)

    def strike(draft: CaseDraft) -> None:
        row = _row_of(draft, project)
        at = next((n for n, cells in enumerate(draft.rows) if cells is row), None)
        if row and at is not None:
            draft.struck = frozenset((at, n) for n, cell in enumerate(row) if cell is not None)

    draft.after.append(strike)
    draft.skipped.add(project.name)
    draft.open.add("struck")
    return True


def note_on_all(draft: CaseDraft) -> bool:
    """A note says of all amounts that they are forecasts, or counted otherwise: are they?"""
    if not _is_plain(draft):
        return False
    draft.style = replace(draft.style, remark=draft.rng.choice(ON_ALL))
    return True


def unit_of_a_row(draft: CaseDraft) -> bool:
    """One row counts in 亿元 among 万元, and its remark says so."""
    is_told = draft.unit == WAN and draft.unit_place in ("line", "title")
    if not _is_plain(draft) or not is_told or any(c.unit != WAN for c in draft.columns):
        return False
    if any(c.meaning in (Meaning.PLAN, Meaning.TOTAL, Meaning.BEFORE) for c in draft.columns):
        return False
    _simplified(draft)
    project = draft.rng.choice(draft.truth.projects)
    place, text = _with_remarks(draft), draft.rng.choice(("单位：亿元", "以亿元为单位", "单位亿元"))

    def change(row: list[Cell]) -> None:
        for n, column in enumerate(draft.columns):
            if column.is_money and isinstance(row[n], int | float):
                row[n] = round(float(plain(row[n])) * WAN / YI, 8)
        row[place] = text

    _on_row(draft, project, change)
    draft.open |= {"noterow", "odd"}
    return True


def plan_over_the_month(draft: CaseDraft) -> bool:
    """计划完成投资 over 6月 beside 实际完成投资 over 6月."""
    place = draft.place(Meaning.MONTH)
    if not _is_plain(draft) or place is None or draft.has(Meaning.MONTH_PLAN):
        return False
    month = draft.columns[place]
    leaf = f"{draft.truth.number}月"
    plan = replace(month, meaning=Meaning.MONTH_PLAN, path=("计划完成投资", leaf))
    done = replace(month, path=("实际完成投资", leaf))
    draft.columns[place : place + 1] = [plan, done] if draft.rng.random() < 0.5 else [done, plan]
    return len(month.path) == 1 and "span" not in draft.open


def unknown_front(draft: CaseDraft) -> bool:
    """考核完成投资 is the only amount: completed, or a target?"""
    place = draft.place(Meaning.MONTH)
    if not _is_plain(draft) or place is None or draft.has(Meaning.TO_DATE):
        return False
    draft.columns[place] = replace(draft.columns[place], path=(draft.rng.choice(FRONTS),))
    draft.open |= {"span", "size", "opening", "month"}
    return True


def months_to_come(draft: CaseDraft) -> bool:
    """What is planned for the months after the title's stands beside those completed."""
    each = [c for c in draft.columns if c.meaning is Meaning.EACH_MONTH]
    number = draft.truth.number
    year, titles = f"{draft.truth.year}年", draft.titles
    if not each or number > 10 or not titles.tells_year or draft.traps:
        return False
    lines = tuple(line.replace(year, f"{year}1-{number}月") for line in titles.lines)
    if lines == titles.lines:
        return False
    draft.titles = replace(titles, lines=lines)
    last = each[-1]
    old, place = f"{number}月", draft.columns.index(last) + 1
    later = [
        replace(
            last,
            meaning=Meaning.TO_COME,
            path=(*last.path[:-1], last.path[-1].replace(old, f"{n}月")),
            number=n,
        )
        for n in (number + 1, number + 2)
    ]
    draft.columns[place:place] = later
    draft.open |= {"later", "sums"}
    return old in last.path[-1]


def stated_in_tens(draft: CaseDraft) -> bool:
    """单位：十万元, 千万元: stated plainly."""
    if draft.unit_place != "line" or draft.traps or draft.style.numbers != "plain":
        return False
    word = draft.rng.choice(("十万元", "千万元"))
    unit = TENS[word]
    draft.columns = [
        replace(c, unit=unit, digits=5) if c.is_money and c.unit == draft.unit else c
        for c in draft.columns
    ]
    draft.unit = draft.stated_unit = unit
    return True


def notes_behind_names(draft: CaseDraft) -> bool:
    """城东标准厂房项目（省重点） is the project without it."""
    if not _is_plain(draft) or not draft.knowledge:
        return False
    chosen = [p for p in draft.truth.projects if draft.rng.random() < 0.5]

    def put(draft: CaseDraft) -> None:
        if draft.after[-1] is not put:  # others look for the names
            draft.after.append(put)
            return
        name = draft.place(Meaning.NAME) or 0
        for project in chosen:
            row = _row_of(draft, project)
            if row is not None:
                row[name] = f"{project.name}{draft.rng.choice(BEHIND)}"

    draft.after.append(put)
    return True
