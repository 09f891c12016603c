"""The columns that offices' tables have, and the words over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from random import Random

import yaml

from .truth import TrueProject, TrueYear


class Meaning(StrEnum):
    """What a column truly holds."""

    SERIAL = "serial"
    NAME = "name"
    CODE = "code"
    TIER = "tier"
    CLASS = "class"
    STAGE = "stage"
    WORDS = "words"
    TOTAL = "total"
    PLAN = "plan"
    BEFORE = "before"
    MONTH = "month"
    TO_DATE = "to_date"
    SINCE_START = "since_start"
    RATE = "rate"
    QUARTER = "quarter"
    PART = "part"
    PLAN_PART = "plan_part"  # of the year's plan, whose whole has no column
    MONTH_PART = "month_part"
    MONTH_PLAN = "month_plan"
    LAST_YEAR = "last_year"
    LAST_PLAN = "last_plan"
    NEXT_PLAN = "next_plan"
    WHOLE_PLAN = "whole_plan"  # 计划投资, the total again
    OTHER_PLAN = "other_plan"
    EACH_MONTH = "each_month"
    LAST_MONTH = "last_month"
    UNTIL_LAST_MONTH = "until_last_month"
    QUARTER_DONE = "quarter_done"
    TICK = "tick"  # under the name of a list
    KIND = "kind"  # merged over several projects
    PROGRESS = "progress"
    COUNTED = "counted"  # by the bureau
    CORRECTED = "corrected"
    NEVER = "never"  # noughts for a month that was not reported
    UNIT_WORD = "unit_word"  # the unit of each row
    REMARK = "remark"
    TO_COME = "to_come"  # planned for a month that follows


_NO_MONEY = "serial name code tier class stage words rate tick kind progress unit_word remark"
MONEY = frozenset(Meaning) - {Meaning(word) for word in _NO_MONEY.split()}


@dataclass(frozen=True)
class DrawnColumn:
    """One column: its headings from top to bottom, and in what it counts. `number` is the quarter
    or month that it is of.
    """

    meaning: Meaning
    path: tuple[str, ...]
    unit: int = 10_000
    digits: int = 2
    number: int = 0

    @property
    def is_money(self) -> bool:
        return self.meaning in MONEY


_WORDS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("headings.yaml").read_text())
OPEN_MONTH, OPEN_TO_DATE = _WORDS["open_month"], _WORDS["open_to_date"]
"""Headings that tell neither month nor year so far; those that tell no start."""


def heading(rng: Random, meaning: Meaning, truth: TrueYear) -> str:
    """Return one of the headings of a meaning, with the year and the month in it."""
    return worded(rng.choice(_WORDS[meaning]), truth)


def worded(text: str, truth: TrueYear) -> str:
    year = truth.year
    quarter = "一二三四"[(truth.number - 1) // 3]
    return text.format(y=year, l=year - 1, n=year + 1, m=truth.number, q=quarter)


def drawn(rng: Random, meaning: Meaning, truth: TrueYear) -> DrawnColumn:
    return DrawnColumn(meaning, (heading(rng, meaning, truth),))


def drawn_odd(rng: Random, meaning: Meaning, truth: TrueYear) -> DrawnColumn:
    """Return a column of what was completed under a heading that is not in use."""
    return DrawnColumn(meaning, (worded(rng.choice(_WORDS[f"odd_{meaning}"]), truth),))


Block = list[DrawnColumn]
DONE_WAYS = ("both", "parent", "to_date", "month", "bare", "any", "odd")
DONE_WEIGHTS = (34, 24, 12, 12, 6, 6, 6)


def done_block(rng: Random, truth: TrueYear) -> tuple[Block, bool]:
    """Return the columns of what was completed, and whether a heading leaves open of when."""
    way = rng.choices(DONE_WAYS, DONE_WEIGHTS)[0]
    if way == "both":
        block = [drawn(rng, Meaning.MONTH, truth), drawn(rng, Meaning.TO_DATE, truth)]
        return block if rng.random() < 0.8 else block[::-1], False
    if way == "parent":
        return _under_parent(rng, truth), False
    if way in ("to_date", "month"):
        return [drawn(rng, Meaning(way), truth)], False
    if way == "odd":
        odd = rng.choice((Meaning.MONTH, Meaning.TO_DATE))
        both = [drawn(rng, Meaning.MONTH, truth)] if odd is Meaning.TO_DATE else []
        return [*both, drawn_odd(rng, odd, truth)], True
    if way == "bare":
        meaning = rng.choice((Meaning.MONTH, Meaning.TO_DATE))
        return [DrawnColumn(meaning, (rng.choice(OPEN_MONTH),))], True
    meaning = rng.choice((Meaning.TO_DATE, Meaning.SINCE_START))
    column = DrawnColumn(meaning, (rng.choice(OPEN_TO_DATE),))
    with_month = [drawn(rng, Meaning.MONTH, truth)] if rng.random() < 0.5 else []
    return [*with_month, column], True


def _under_parent(rng: Random, truth: TrueYear) -> Block:
    parent = worded(
        rng.choice(("完成投资", "投资完成情况", "{y}年完成投资", "完成投资情况")), truth
    )
    month = worded(rng.choice(("本月", "{m}月", "当月", "本月完成", "{m}月完成投资")), truth)
    so_far = worded(
        rng.choice(("1-{m}月累计", "本年累计", "1-{m}月", "年初至今累计", "1-{m}月累计完成")), truth
    )
    return [
        DrawnColumn(Meaning.MONTH, (parent, month)),
        DrawnColumn(Meaning.TO_DATE, (parent, so_far)),
    ]


def plan_block(rng: Random, truth: TrueYear) -> Block:
    """Return the year's plan, alone or with its quarters."""
    way = rng.random()
    if way < 0.75:
        return [drawn(rng, Meaning.PLAN, truth)]
    if way < 0.85:
        quarters = [
            DrawnColumn(Meaning.QUARTER, (f"{word}季度",), number=n)
            for n, word in enumerate("一二三四", 1)
        ]
        first = replace(quarters[0], path=("其中：一季度",))
        return [drawn(rng, Meaning.PLAN, truth), first, *quarters[1:]]
    parent = worded(rng.choice(("{y}年投资计划", "{y}年计划投资", "投资计划")), truth)
    whole = rng.choice(("全年计划", "全年", "合计", "小计"))
    quarters = [
        DrawnColumn(Meaning.QUARTER, (parent, f"{word}季度"), number=n)
        for n, word in enumerate("一二三四", 1)
    ]
    if rng.random() < 0.3:
        quarters = [replace(q, path=(parent, "其中", q.path[1])) for q in quarters]
    return [DrawnColumn(Meaning.PLAN, (parent, whole)), *quarters]


def total_block(rng: Random, truth: TrueYear) -> Block:
    """Return the total investment, alone or with parts."""
    whole = drawn(rng, Meaning.TOTAL, truth)
    if rng.random() < 0.88:
        return [whole]
    parent = whole.path[0]
    parts = [DrawnColumn(Meaning.PART, (parent, word)) for word in ("其中：固定资产", "流动资金")]
    return [DrawnColumn(Meaning.TOTAL, (parent, rng.choice(("合计", "小计")))), *parts]


def true_amount(column: DrawnColumn, project: TrueProject, truth: TrueYear) -> int | None:
    """Return the yuan that a column of money holds for a project; None if it is left blank."""
    number, planned = truth.number, project.planned
    if column.meaning in (Meaning.PLAN_PART, Meaning.MONTH_PART):
        whole = planned if column.meaning is Meaning.PLAN_PART else project.month(number)
        return None if whole is None else _part(whole, column)
    if column.meaning in (Meaning.QUARTER, Meaning.MONTH_PLAN):
        parts = 1 if "1-12月" in column.path[-1] else 4
        return None if planned is None else planned // parts
    plain = {
        Meaning.TOTAL: project.total,
        Meaning.WHOLE_PLAN: project.total,
        Meaning.PLAN: planned,
        Meaning.OTHER_PLAN: project.total // 11,
        Meaning.BEFORE: project.before,
        Meaning.MONTH: project.month(number),
        Meaning.TO_DATE: project.to_date(number),
        Meaning.SINCE_START: project.before + project.to_date(number),
        Meaning.PART: project.total // 2,
        Meaning.LAST_YEAR: project.total // 6,
        Meaning.LAST_PLAN: project.total // 7,
        Meaning.NEXT_PLAN: project.total // 9,
        Meaning.EACH_MONTH: project.month(column.number or 1),
        Meaning.LAST_MONTH: project.to_date(number - 1) - project.to_date(max(number - 2, 0)),
        Meaning.UNTIL_LAST_MONTH: project.to_date(number - 1),
        Meaning.COUNTED: project.month(number) * 9 // 10,
        Meaning.CORRECTED: project.month(number) * 11 // 10,
        Meaning.NEVER: 0,
        Meaning.TO_COME: (planned or project.total // 10) // 12,
        Meaning.QUARTER_DONE: project.to_date(number) - project.to_date(max(number - 3, 0)),
    }
    return plain[column.meaning]


def _part(whole: int, column: DrawnColumn) -> int:
    """Return the first part of an amount, to the digits that are printed, or what is left of it."""
    step = max(int(column.unit / 10**column.digits), 1)
    first = whole // 3 // step * step
    return first if column.number == 1 else whole - first


def depth_of(columns: Sequence[DrawnColumn]) -> int:
    return max(len(column.path) for column in columns)
