"""Traps in units: columns and second tables that count otherwise than their table, notes in cells.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.kit.numbers import plain

from .columns import Meaning
from .drawing import YI, CaseDraft
from .truth import WAN, KnowledgeDepth

FEWEST = 4  # projects whose amounts tell
SLIPS = (100, 1_000, 100_000, 1_000_000)
"""Units a tenth, a hundredth, ten and a hundred times 万元."""
NOTES = ("（含设备100）", "（其中征拆200）", "*", "①", "（暂估）", "，含前期费50")


def slipped_column(draft: CaseDraft) -> bool:
    """The decimal point slipped in all of the month, or of the year so far beside it."""
    number = draft.truth.number
    if not _is_plain(draft) or not (draft.has(Meaning.MONTH) and draft.has(Meaning.TO_DATE)):
        return False
    told = [p for p in draft.truth.projects if p.month(number) and p.to_date(number - 1)]
    if draft.knowledge is not KnowledgeDepth.MONTHS or len(told) < FEWEST or "span" in draft.open:
        return False
    _count(draft, draft.rng.choice((Meaning.MONTH, Meaning.TO_DATE)), draft.rng.choice(SLIPS))
    draft.open.add("size")
    return True


def plan_in_yi(draft: CaseDraft) -> bool:
    """A ledger's plan counts in 亿元, its total in 万元 as the title says."""
    planned = [p for p in draft.truth.projects if p.planned]
    if draft.monthly or not _is_plain(draft) or 2 * len(planned) < len(draft.truth.projects):
        return False
    others = (Meaning.QUARTER, Meaning.OTHER_PLAN, Meaning.LAST_PLAN, Meaning.NEXT_PLAN)
    is_alone = not any(map(draft.has, others)) and draft.knowledge is KnowledgeDepth.NOTHING
    if not (is_alone and draft.has(Meaning.PLAN) and draft.has(Meaning.TOTAL)) or len(planned) < 2:
        return False
    _count(draft, Meaning.PLAN, YI)
    draft.open.add("size")
    return True


def second_unit(draft: CaseDraft) -> bool:
    """A second table below counts in 亿元, and says so above its headings."""
    if draft.traps or len(draft.truth.projects) < 4 or not _is_plain(draft):
        return False
    if draft.monthly and draft.knowledge:
        return False  # of what is known, one table may only report
    draft.cut, draft.second_unit = draft.rng.randint(2, len(draft.truth.projects) - 2), YI
    return True


def notes_in_cells(draft: CaseDraft) -> bool:
    """Some months say what they hold, or bear a mark."""
    place = draft.place(Meaning.MONTH)
    if place is None or draft.style.numbers != "plain" or draft.style.numbering or draft.traps:
        return False

    def note(draft: CaseDraft) -> None:
        name, at = draft.place(Meaning.NAME) or 0, draft.place(Meaning.MONTH) or 0
        names = {project.name for project in draft.truth.projects}
        for row in draft.rows[draft.first :]:
            is_row = len(row) > at and row[name] in names and isinstance(row[at], float)
            if is_row and draft.rng.random() < 0.4:
                row[at] = plain(row[at]) + draft.rng.choice(NOTES)

    draft.after.append(note)
    draft.open.add("written")  # one of the notes says that the amount is not certain
    return True


def lettered_groups(draft: CaseDraft) -> bool:
    """A and B head projects 1, 2."""
    if not draft.has(Meaning.SERIAL) or len(draft.truth.projects) < FEWEST:
        return False
    draft.style = replace(
        draft.style, groups="sector", group_place="letter", subtotals="head", serials="digits"
    )
    return True


def _is_plain(draft: CaseDraft) -> bool:
    """True where one line says that all counts in 万元, to two digits, and rows stand alone."""
    is_wan = draft.unit == WAN and draft.unit_place == "line" and not draft.stated_unit
    style = draft.style
    return is_wan and style.numbers == "plain" and not (style.groups or style.total or draft.traps)


def _count(draft: CaseDraft, meaning: Meaning, unit: int) -> None:
    """Print a column exactly in another unit."""
    draft.columns = [
        replace(c, unit=unit, digits=8) if c.meaning is meaning else c for c in draft.columns
    ]
