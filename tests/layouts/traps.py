"""What makes an office's table hard to read, one trap at a time: contradictions, doubles, doubts.

Each takes a draft before its lines are written, changes it, and says whether it could; what is to
be done with the lines is put off until they stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from bihuan.kit.numbers import parse_number, plain
from bihuan.kit.sheets import Cell

from .columns import Meaning
from .drawing import CaseDraft
from .lines import LineWriter
from .truth import Knowledge, TrueProject

Trap = Callable[[CaseDraft], bool]
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
        draft.rows[row][place] = round(float(cell or 0) * 1.3 + 7, 2)  # type: ignore[arg-type]

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

    def add(draft: CaseDraft) -> None:
        row, project, serial = _one(draft)
        halves = _halved(draft, draft.rows[row])
        for step, (half, word) in enumerate(zip(halves, ("一标段", "二标段"), strict=True), 1):
            half[draft.place(Meaning.SERIAL) or 0] = f"{serial}.{step}"
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


def _one(draft: CaseDraft) -> tuple[int, TrueProject, int]:
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
        row, _project, _serial = _one(draft)
        half, _rest = _halved(draft, draft.rows[row])
        half[draft.place(Meaning.SERIAL) or 0] = None
        half[draft.place(Meaning.NAME) or 0] = "其中：土建工程"
        draft.insert(row + 1, [half])

    draft.after.append(add)
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
        row = next(n for n, cells in enumerate(draft.rows) if _at(cells, name) == middle)
        depth = max(len(c.path) for c in draft.columns)
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


WORDS = {1: "元", 10_000: "万元", 100_000_000: "亿元"}


def wrong_unit(draft: CaseDraft) -> bool:
    """The sheet states 万元 and counts in another unit; the ledger knows better."""
    is_compared = draft.has(Meaning.PLAN) or draft.has(Meaning.TOTAL)
    if draft.unit_place not in ("line", "title") or draft.knowledge is Knowledge.NOTHING:
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


TRAPS: tuple[Trap, ...] = (
    whole_plan_too,
    two_plans,
    another_year_in_heading,
    another_month,
    another_year_given,
    wrong_total,
    bare_groups,
    bracketed_groups,
    numbered_total,
    parts_of_a_project,
    parts_in_words,
    parts_without_whole,
    since_start_in_ledger,
    blank_amounts,
    hidden_rows,
    headings_again,
    summary_above,
    unit_in_cells,
    wrong_unit,
    no_merges,
    about,
    project_like_a_sum,
    second_lines,
    odd_totals,
    dotted_serials,
    period_in_words,
)
