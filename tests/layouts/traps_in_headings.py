"""Traps in what stands over a table: years, months, plans, units and parts that contradict.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from .columns import Meaning
from .drawing import CaseDraft
from .truth import KnowledgeDepth

DONE = (Meaning.MONTH, Meaning.TO_DATE)


def whole_plan_too(draft: CaseDraft) -> bool:
    """计划投资 repeats the total investment beside 年度计划投资."""
    place = draft.place(Meaning.TOTAL)
    if not draft.ledger or place is None or not draft.has(Meaning.PLAN):
        return False
    total = draft.columns[place]
    if len(total.path) > 1 or any(c.path == ("投资计划",) for c in draft.columns):
        return False
    column = replace(total, meaning=Meaning.WHOLE_PLAN, path=("计划投资",))
    draft.columns.insert(place + draft.rng.randint(0, 1), column)
    return True


def two_plans(draft: CaseDraft) -> bool:
    """Two columns may be the plan of the year."""
    place = draft.place(Meaning.PLAN)
    if not draft.ledger or place is None or len(draft.columns[place].path) > 1:
        return False
    if any(c.meaning is Meaning.QUARTER for c in draft.columns):
        return False
    one = replace(draft.columns[place], path=("年度计划投资",))
    other = replace(one, meaning=Meaning.OTHER_PLAN, path=("本年计划投资",))
    both = [one, other] if draft.rng.random() < 0.5 else [other, one]
    draft.columns[place : place + 1] = both
    draft.open.add("plan")
    return True


def another_year_in_heading(draft: CaseDraft) -> bool:
    """The heading of the one completed column names the year before; which is true?"""
    done = [c for c in draft.columns if c.meaning in DONE]
    if len(done) != 1 or not draft.titles.tells_year or draft.has(Meaning.LAST_YEAR):
        return False
    if draft.has(Meaning.SINCE_START):
        return False
    year, number = draft.truth.year, draft.truth.number
    form = "{}年{}月完成投资" if done[0].meaning is Meaning.MONTH else "{}年1-{}月累计完成投资"
    draft.open |= {"month", "year", "span", "opening"}
    if draft.rng.random() < 0.5:
        draft.replace_column(done[0].meaning, form.format(year - 1, number))
        return True
    lines = tuple(line.replace(f"{year}年", f"{year - 1}年") for line in draft.titles.lines)
    if lines == draft.titles.lines:
        return False
    draft.titles = replace(draft.titles, lines=lines)
    draft.replace_column(done[0].meaning, form.format(year, number))
    return True


def another_month(draft: CaseDraft) -> bool:
    """Title and heading, or title and sheet, name different months."""
    number, titles = draft.truth.number, draft.titles
    word = f"{number}月"
    if not draft.has(Meaning.MONTH) or number < 3 or not any(word in x for x in titles.lines):
        return False
    other = number - 1
    draft.open.add("month")
    heading = f"{number}月完成投资"
    if draft.rng.random() < 0.5:
        lines = tuple(x.replace(word, f"{other}月") for x in titles.lines)
        draft.titles = replace(titles, lines=lines)
    else:
        heading = f"{other}月完成投资"
    draft.replace_column(Meaning.MONTH, heading)
    return True


def another_year_given(draft: CaseDraft) -> bool:
    """Somebody gives another year than the title."""
    if not draft.titles.tells_year or not any("年" in x for x in draft.titles.lines):
        return False
    draft.option_year = draft.truth.year - 1
    draft.open |= {"year", "month"}
    return True


def parts_without_whole(draft: CaseDraft) -> bool:
    """总投资 in two columns 其中, without a sum."""
    place = draft.place(Meaning.TOTAL)
    if not draft.ledger or place is None or any(c.meaning is Meaning.PART for c in draft.columns):
        return False
    total = draft.columns[place]
    if draft.knowledge and not any(c.meaning is Meaning.PLAN for c in draft.columns):
        return False
    parts = [
        replace(total, meaning=Meaning.PART, path=("总投资", word))
        for word in ("其中：固定资产投资", "其中：流动资金")
    ]
    draft.columns[place : place + 1] = parts
    draft.open.add("parts")
    return True


def sources_of_month(draft: CaseDraft) -> bool:
    """本月完成投资 in 自筹 and 银行贷款, and their 合计: neither of them is the year so far."""
    place = draft.place(Meaning.MONTH)
    if place is None or len(draft.columns[place].path) > 1 or draft.has(Meaning.MONTH_PART):
        return False
    month = draft.columns[place]
    parts = [
        replace(month, meaning=Meaning.MONTH_PART, path=(*month.path, word), number=number)
        for number, word in enumerate(("自筹资金", "银行贷款"), 1)
    ]
    whole = replace(month, path=(*month.path, "合计"))
    draft.columns[place : place + 1] = [*parts, whole]
    return True


def since_start_in_ledger(draft: CaseDraft) -> bool:
    """A ledger made in mid-year tells what was completed since the start."""
    if draft.monthly or draft.has(Meaning.BEFORE):
        return False
    text = f"截至{draft.truth.year}年{draft.truth.number}月底累计完成投资"
    plan = draft.place(Meaning.PLAN)
    like = draft.columns[plan if plan is not None else -1]
    draft.columns.append(
        replace(like, meaning=Meaning.SINCE_START, path=(text,), unit=draft.unit, number=0)
    )
    draft.open.add("before")
    return True


def wrong_unit(draft: CaseDraft) -> bool:
    """The sheet states 万元 and counts in another unit; the ledger knows better."""
    is_compared = draft.has(Meaning.PLAN) or draft.has(Meaning.TOTAL)
    if draft.unit_place not in ("line", "title") or draft.knowledge is KnowledgeDepth.NOTHING:
        return False
    if draft.unit == 10_000 or not is_compared:
        return False
    draft.stated_unit = 10_000
    draft.open.add("unit")
    return True


def no_merges(draft: CaseDraft) -> bool:
    """A table as text: a heading stands over its first column only."""
    draft.merged = False
    return not any(len(c.path) > 2 for c in draft.columns)


def period_in_words(draft: CaseDraft) -> bool:
    """上半年, 一季度, 前三季度 stand where the month should."""
    words = {3: ("一季度", "第一季度"), 6: ("上半年",), 9: ("前三季度",), 12: ("全年", "1-12月")}
    number = draft.truth.number
    if number not in words or not draft.monthly or draft.has(Meaning.EACH_MONTH):
        return False
    word = draft.rng.choice(words[number])
    lines = tuple(
        line.replace(f"1-{number}月份", word).replace(f"1-{number}月", word)
        for line in draft.titles.lines
    )
    if lines == draft.titles.lines:
        return False
    draft.titles = replace(draft.titles, lines=lines)
    if word == "全年":
        draft.open.add("month")
    return True
