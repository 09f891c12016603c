"""Traps in single amounts and in what they are part of: slips, parts without their whole, months.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.kit.numbers import plain
from bihuan.kit.sheets import Cell

from .columns import Meaning
from .drawing import CaseDraft
from .truth import WAN, KnowledgeDepth, TrueProject

PARTS = (
    ("政府投资", "社会投资"),
    ("国有投资", "民间投资"),
    ("财政资金", "企业自筹"),
    ("建安工程", "设备购置"),
)
TENFOLD, TENTH, IN_YI = "tenth", "tenfold", "larger"
GROWTH = 8  # from so many times the largest month on, a slip shows


def amount_in_parts(draft: CaseDraft) -> bool:
    """The year's plan, or the month, in two columns under its heading, with 其中 or without."""
    meaning = Meaning.PLAN if draft.ledger else Meaning.MONTH
    place = draft.place(meaning)
    if place is None or draft.traps or "span" in draft.open:
        return False
    whole = draft.columns[place]
    others = (
        Meaning.QUARTER,
        Meaning.OTHER_PLAN,
        Meaning.RATE,
        Meaning.LAST_PLAN,
        Meaning.NEXT_PLAN,
    )
    if len(whole.path) > 1 or any(map(draft.has, others)):
        return False
    parent = draft.rng.choice(("年度计划投资", "投资计划") if draft.ledger else ("本月完成投资",))
    words = draft.rng.choice(PARTS)
    form = draft.rng.choice(("{}", "其中：{}", "其中"))
    paths = [(parent, "其中", word) if form == "其中" else (parent, word) for word in words]
    if form == "其中：{}":
        paths[0] = (parent, form.format(words[0]))
    part = Meaning.PLAN_PART if draft.ledger else Meaning.MONTH_PART
    draft.columns[place : place + 1] = [
        replace(whole, meaning=part, path=path, number=n) for n, path in enumerate(paths, 1)
    ]
    draft.open |= {"parts"} if draft.titles.tells_year else {"parts", "year", "month"}
    return True


def slipped_amount(draft: CaseDraft) -> bool:
    """One project's month is ten times too large or too small, or in 亿元 among 万元."""
    place, number = draft.place(Meaning.MONTH), draft.truth.number
    if place is None or draft.style.numbers != "plain" or draft.traps or "span" in draft.open:
        return False
    found = _slips(draft, number, draft.columns[place].unit)
    if not found or draft.columns[place].unit != draft.unit or draft.unit_place != "line":
        return False
    project, draft.slip = draft.rng.choice(found)
    draft.style = replace(draft.style, total="", subtotals="", groups="", numbering=False)

    def slip(draft: CaseDraft) -> None:
        name, at = draft.place(Meaning.NAME) or 0, draft.place(Meaning.MONTH) or 0
        rows = (row for row in draft.rows[draft.first :] if len(row) > at)
        nothing: list[Cell] = [None] * (at + 1)
        row = next((r for r in rows if plain(project.name) in plain(r[name])), nothing)
        cell = row[at]
        if isinstance(cell, int | float):
            factors = {TENFOLD: 10, TENTH: 0.1, IN_YI: 1 / WAN}
            row[at] = round(cell * factors[draft.slip], 8)

    draft.after.append(slip)
    draft.open.add("odd")
    return True


def _slips(draft: CaseDraft, number: int, unit: int) -> list[tuple[TrueProject, str]]:
    """Return of which projects a slip would show, and which."""
    projects = draft.truth.projects
    months = sorted(p.month(number) for p in projects if p.month(number))
    found = []
    for project in projects:
        month, earlier = project.month(number), [m for m in project.months[: number - 1] if m]
        if len(months) < 3 or not month or not project.planned:
            continue
        told = draft.knowledge is KnowledgeDepth.MONTHS and len(earlier) > 2
        if told and month * 10 >= GROWTH * max(earlier):
            found.append((project, TENFOLD))
        if told and max(earlier) <= 3 * min(earlier) and month <= 0.8 * 10 * min(earlier) / 8:
            found.append((project, TENTH))
        is_shown = unit == WAN and draft.knowledge and month < 5 * WAN * WAN
        if is_shown and month <= 10 * months[len(months) // 2]:
            found.append((project, IN_YI))
    return found


def another_month_in_title(draft: CaseDraft) -> bool:
    """The title of last month's table was not changed: its sums are those of this month."""
    number, titles = draft.truth.number, draft.titles
    words = "".join("".join(column.path) for column in draft.columns)
    told = f"{number}月"
    if not (draft.has(Meaning.MONTH) and draft.has(Meaning.TO_DATE)) or told in words:
        return False
    if draft.knowledge is not KnowledgeDepth.MONTHS or draft.traps or "span" in draft.open:
        return False
    begun = sum(1 for p in draft.truth.projects if p.month(number) and p.to_date(number - 1))
    lines = [line for line in titles.lines if f"年{told}" in line]
    if number in (1, 2, 12) or begun < 3 or len(lines) != 1 or "至" in lines[0] or "-" in lines[0]:
        return False
    if any(0 < p.to_date(number) == p.month(number) for p in draft.truth.projects):
        return False
    draft.titles = replace(
        titles,
        lines=tuple(line.replace(told, f"{number - 1}月") for line in titles.lines),
        sheet="Sheet1",
        file="表.xlsx",
    )
    draft.open |= {"month", "tier", "year"}
    return True
