"""Traps in what stands beside or under the amounts: the bureau's, corrections, noughts, units.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.kit.sheets import Cell

from .columns import Meaning
from .drawing import CaseDraft
from .headings import UNIT_WORDS

COUNTED = ("本月入统投资", "入统投资", "纳统投资", "本月纳统完成投资", "统计口径完成投资")
CORRECTED = (
    "修正后完成投资",
    "核定完成投资",
    "本月完成投资（修正后）",
    "审核完成投资",
    "本月审核完成投资",
    "本月完成投资（审核数）",
)


def _beside_month(draft: CaseDraft, meaning: Meaning, headings: tuple[str, ...]) -> bool:
    place = draft.place(Meaning.MONTH)
    if place is None or len(draft.columns[place].path) > 1 or "span" in draft.open:
        return False
    month = draft.columns[place]
    column = replace(month, meaning=meaning, path=(draft.rng.choice(headings),))
    draft.columns.insert(place + draft.rng.randint(0, 1), column)
    return True


def bureau_beside(draft: CaseDraft) -> bool:
    """What the bureau counted stands beside the month."""
    draft.open.add("counted")
    return not draft.traps and _beside_month(draft, Meaning.COUNTED, COUNTED)


def corrected_beside(draft: CaseDraft) -> bool:
    """A corrected amount stands beside the month: which counts?"""
    draft.open.add("corrected")
    return _beside_month(draft, Meaning.CORRECTED, CORRECTED)


def noughts_to_come(draft: CaseDraft) -> bool:
    """Twelve months, those not reported with noughts."""
    each = [c for c in draft.columns if c.meaning is Meaning.EACH_MONTH]
    if not each or any(p.month(draft.truth.number) for p in draft.truth.projects) is False:
        return False
    number, last = draft.truth.number, each[-1]
    old, place = f"{number}月", draft.columns.index(last) + 1
    if old not in last.path[-1]:
        return False
    later = [
        replace(
            last,
            meaning=Meaning.NEVER,
            path=(*last.path[:-1], last.path[-1].replace(old, f"{n}月")),
            number=n,
        )
        for n in range(number + 1, 13)
    ]
    draft.columns[place:place] = later
    return bool(later)


def units_below(draft: CaseDraft) -> bool:
    """A row under the headings says in what each column counts."""
    if draft.unit_place not in ("headings", "mixed") or draft.cut:
        return False
    draft.unit_place = "below"

    def put(draft: CaseDraft) -> None:
        form = draft.rng.choice(("{}", "（{}）"))
        row: list[Cell] = [
            form.format(UNIT_WORDS[c.unit]) if c.is_money else None for c in draft.columns
        ]
        for place, column in enumerate(draft.columns):
            if column.meaning is Meaning.RATE:
                row[place] = form.format("%")
        draft.insert(draft.first, [row])
        draft.first += 1

    draft.after.append(put)
    return not draft.traps


def unit_column(draft: CaseDraft) -> bool:
    """A column says the unit of each row, and nothing else does."""
    if draft.unit_place != "none" or draft.traps:
        return False
    place = draft.place(Meaning.NAME) or 0
    heading = draft.rng.choice(("单位", "计量单位", "金额单位"))
    column = replace(draft.columns[place], meaning=Meaning.UNIT_WORD, path=(heading,))
    draft.columns.insert(place + 1, column)
    draft.open.discard("unit")
    return True
