"""Traps in how a whole sheet stands: on its side, two rows a project, lines of a chat; and units
that a note or a group's heading tells.

Each takes a draft before its lines are written, changes it, and says whether it could.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.kit.sheets import Cell

from .columns import DrawnColumn, Meaning, depth_of, true_amount
from .drawing import YI, CaseDraft
from .lines import UNIT_WORDS, printed

DONE = (Meaning.EACH_MONTH, Meaning.MONTH, Meaning.TO_DATE)
DECEMBER = 12
PLAIN_PLACES = ("line", "title", "headings")


def is_plain(draft: CaseDraft) -> bool:
    """True for one table of projects alone, numbered or not, under one row of headings."""
    if draft.traps or depth_of(draft.columns) > 1 or draft.unit_place not in PLAIN_PLACES:
        return False
    draft.style = replace(
        draft.style,
        groups="",
        subtotals="",
        total="",
        numbering=False,
        blank_lines=False,
        remark="",
    )
    return draft.columns[0].meaning is not Meaning.NAME or draft.style.serials == "none"


def turned(draft: CaseDraft) -> bool:
    """Projects stand across, what is told of them downwards."""
    if not is_plain(draft) or "span" in draft.open:
        return False
    draft.columns = [c for c in draft.columns if c.meaning is not Meaning.SERIAL]
    draft.merged = False

    def turn(draft: CaseDraft) -> None:
        head = draft.first - 1
        width = len(draft.columns)
        rows = [[*row, *[None] * (width - len(row))] for row in draft.rows[head:]]
        draft.rows[head:] = [[row[place] for row in rows] for place in range(width)]

    draft.after.append(turn)
    return len(draft.truth.projects) > 2 and len(draft.columns) > 3


def two_rows_each(draft: CaseDraft) -> bool:
    """Each project stands in two rows, of what was planned and of what was done."""
    done = [n for n, c in enumerate(draft.columns) if c.meaning in DONE]
    sums = (Meaning.EACH_MONTH, Meaning.TO_DATE)
    is_summed = any(c.meaning in sums for c in draft.columns)
    if not done or not is_plain(draft) or draft.open & {"span"} or draft.ledger:
        return False
    kept = (Meaning.SERIAL, Meaning.NAME, Meaning.WORDS, Meaning.TOTAL, Meaning.CODE, *DONE)
    draft.columns = [c for c in draft.columns if c.meaning in kept]
    number = draft.truth.number
    draft.columns = [
        replace(c, path=(_time(c, number),)) if c.meaning in DONE else c for c in draft.columns
    ]
    place = (draft.place(Meaning.NAME) or 0) + 1
    draft.columns.insert(place, DrawnColumn(Meaning.UNIT_WORD, (draft.rng.choice(_SAYS),)))
    words = draft.rng.choice((("计划", "完成"), ("计划投资", "完成投资"), ("目标", "实际完成")))
    is_named = draft.rng.random() < 0.3

    def part(draft: CaseDraft) -> None:
        rows: list[list[Cell]] = []
        for row in draft.rows[draft.first :]:
            planned: list[Cell] = list(row)
            told: list[Cell] = [None] * len(row)
            planned[place], told[place] = words
            if is_named:
                told[place - 1] = row[place - 1]
            for n, column in enumerate(draft.columns):
                if column.meaning in DONE:
                    told[n], planned[n] = row[n], 100 + n
            rows += [planned, told]
        draft.rows[draft.first :] = rows
        plans = [c for c in draft.columns if c.meaning in DONE]
        draft.columns = [
            replace(c, meaning=Meaning.MONTH_PLAN) if c.meaning in DONE else c
            for c in draft.columns
        ] + plans

    draft.after.append(part)
    return 1 < number < DECEMBER or not is_summed  # of twelve months the plans are the year's


_SAYS = ("类别", "指标", "计划/完成", "内容")


def _time(column: DrawnColumn, number: int) -> str:
    if column.meaning is Meaning.EACH_MONTH:
        return f"{column.number}月"
    return f"{number}月" if column.meaning is Meaning.MONTH else f"1-{number}月"


def chat_lines(draft: CaseDraft) -> bool:
    """Lines of a chat, each of one project, say what was completed."""
    month, so_far = draft.place(Meaning.MONTH), draft.place(Meaning.TO_DATE)
    if month is None or not is_plain(draft) or draft.ledger or "span" in draft.open:
        return False
    found = [draft.columns[n] for n in (month, so_far) if n is not None]
    name = draft.columns[draft.place(Meaning.NAME) or 0]
    draft.columns = [name, *found]
    draft.open.discard("unit")
    draft.titles = replace(draft.titles, file=draft.titles.file.rpartition(".")[0] + ".txt")
    form = draft.rng.choice(_LINES)

    def say(draft: CaseDraft) -> None:
        unit = UNIT_WORDS[found[0].unit]
        lines = []
        for project in draft.truth.projects:
            told = [
                f"{printed(true_amount(c, project, draft.truth) or 0, c).normalize():f}{unit}"
                for c in found
            ]
            words = zip(form, told, strict=False)
            lines.append(f"{project.name}{'，'.join(word + yuan for word, yuan in words)}")
        draft.rows = [[line] for line in (*draft.titles.lines, *lines)]
        draft.areas = []

    draft.after.append(say)
    return draft.unit_place != "headings"


_LINES = (
    ("本月完成投资", "累计完成投资"),
    ("：本月完成投资", "年初以来累计完成投资"),
    ("，当月完成投资", "本年累计完成投资"),
)


def unit_in_a_note(draft: CaseDraft) -> bool:
    """A note below the table tells the unit of the total investment."""
    place = draft.place(Meaning.TOTAL)
    if place is None or draft.traps or draft.unit_place not in ("line", "title"):
        return False
    if draft.unit == YI or depth_of(draft.columns) > 1:
        return False
    column = replace(draft.columns[place], path=("总投资",), unit=YI, digits=6)
    draft.columns[place] = column
    draft.style = replace(draft.style, remark="注：总投资单位为亿元。", numbers="plain")
    return True


def units_of_groups(draft: CaseDraft) -> bool:
    """The second group's heading says that its amounts are in 亿元."""
    if draft.traps or draft.unit_place not in ("line", "title") or draft.unit == YI:
        return False
    draft.style = replace(
        draft.style,
        groups="sector",
        group_place="serial",
        subtotals="",
        total="",
        counts=False,
        numbering=False,
        numbers="plain",
        zero=0,
        nothing=None,
        remark="",
        serials="digits",
    )
    draft.open.add("groupunit")
    scale = YI // draft.unit

    def tell(draft: CaseDraft) -> None:
        serial, name = draft.place(Meaning.SERIAL), draft.place(Meaning.NAME)
        heads = [
            n
            for n in range(draft.first, len(draft.rows))
            if serial is not None and isinstance(draft.rows[n][serial], str) and name is not None
        ]
        if len(heads) < 2 or name is None:
            return
        row = draft.rows[heads[1]]
        row[name] = f"{row[name]}（单位：亿元）"
        for each in draft.rows[heads[1] + 1 :]:
            for n, column in enumerate(draft.columns):
                cell = each[n] if n < len(each) else None
                if column.is_money and isinstance(cell, float):
                    each[n] = cell / scale

    draft.after.append(tell)
    return draft.has(Meaning.SERIAL) and not draft.has(Meaning.RATE)
