"""Traps in how a table is laid out: ticks, kinds merged at the left, two tables, odd numbering.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import groupby

from bihuan.kit.sheets import Sheet

from .columns import DrawnColumn, Meaning
from .drawing import FORMATS, YI, CaseDraft
from .lines import NUMERALS

LISTS = ("省重点", "市重点", "区重点")


def ticked_lists(draft: CaseDraft) -> bool:
    """A tick under 省重点, 市重点 or 区重点 tells the list."""
    if not draft.ledger or draft.titles.tells_tier or draft.has(Meaning.TIER):
        return False
    parent = draft.rng.choice(((), (), ("项目级别",)))
    draft.columns += [
        DrawnColumn(Meaning.TICK, (*parent, word), number=n) for n, word in enumerate(LISTS)
    ]
    draft.open.discard("tier")
    return not any(word in draft.titles.sheet + draft.titles.file for word in LISTS)


def kinds_at_the_left(draft: CaseDraft) -> bool:
    """The first column names the kind of several projects, merged over them."""
    if draft.style.groups or not draft.merged or draft.style.blank_lines:
        return False
    heading = draft.rng.choice(("板块", "领域", "分类", "所属领域"))
    draft.columns.insert(0, DrawnColumn(Meaning.KIND, (heading,)))
    draft.style = replace(draft.style, numbering=False)

    def merge(draft: CaseDraft) -> None:
        name = draft.place(Meaning.NAME) or 0
        names = {project.name for project in draft.truth.projects}
        rows = [n for n, row in enumerate(draft.rows) if len(row) > name and row[name] in names]
        for _kind, group in groupby(rows, lambda n: draft.rows[n][0]):
            first, *others = group
            for n in others:
                draft.rows[n][0] = None
            if others:
                draft.areas.append((first, 0, others[-1], 0))

    draft.after.append(merge)
    return not draft.traps


def two_tables(draft: CaseDraft) -> bool:
    """A second table, with titles and headings of its own, stands below the first."""
    if draft.traps or len(draft.truth.projects) < 2 or (draft.monthly and draft.knowledge):
        return False  # of what is known, one table may only report
    draft.cut = draft.rng.randint(1, len(draft.truth.projects) - 1)
    return True


def alone_among_groups(draft: CaseDraft) -> bool:
    """二 is a project itself, where 一 heads 1 and 2."""
    is_told = draft.has(Meaning.SERIAL) and draft.has(Meaning.WORDS)
    if not is_told or len(draft.truth.projects) < 4:
        return False
    draft.style = replace(
        draft.style,
        groups="sector",
        group_place="serial",
        serials="digits",
        subtotals="",
        counts=False,
        numbering=False,
        remark="",
    )

    def number(draft: CaseDraft) -> None:
        name, serial = draft.place(Meaning.NAME) or 0, draft.place(Meaning.SERIAL) or 0
        last = draft.truth.projects[-1].name
        row = next(row for row in draft.rows if len(row) > name and row[name] == last)
        row[serial], row[draft.place(Meaning.WORDS) or 0] = NUMERALS[2], "区教育局"

    draft.after.append(number)
    return not draft.traps


def units_in_formats(draft: CaseDraft) -> bool:
    """The format of a column's cells shows 1.86亿元, and nothing else tells this unit."""
    is_kept = FORMATS in {field.name for field in fields(Sheet)}
    place = draft.place(Meaning.TOTAL)
    if not is_kept or place is None or draft.traps or draft.unit_place not in ("line", "title"):
        return False
    draft.columns[place] = replace(draft.columns[place], unit=YI, digits=4)
    draft.style = replace(draft.style, numbers="plain", numbering=False)

    def note(draft: CaseDraft) -> None:
        rows = range(draft.first, len(draft.rows))
        numbered = {
            (n, place)
            for n in rows
            if len(draft.rows[n]) > place and isinstance(draft.rows[n][place], float)
        }
        draft.formats = {"亿元|1": frozenset(numbered)}

    draft.after.append(note)
    return True
