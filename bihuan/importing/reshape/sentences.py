"""Lines of words, as people write in a chat: 某项目本月完成投资3200万元，累计1.2亿元。 Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bihuan.importing.proof.heads import is_date_line
from bihuan.kit.dates import in_digits
from bihuan.kit.numbers import is_empty, plain
from bihuan.kit.sheets import Cell, Sheet
from bihuan.kit.words import gettext

from .places import ReshapedSheet, heading_of_names

MOST_LINES = 1_000  # a list of projects, not a book
NAME, PROGRESS, PROBLEMS = "项目名称", "形象进度", "存在问题"
TIME = (
    r"(?:(?:20\d{2}年)?(?:1月?[-~—–至到]+\d{1,2}月份?|\d{1,2}月份?|[本当]月|[本今当]年(?:以来)?"
    r"|年初(?:以来|至今)?|自?开工以来|全年|年度|年内|截至目前|目前)|(?:20\d{2})?年(?=计划))"
)
_MEASURE = r"(?:累计|实际|共|已|计划)*(?:完成)?(?:固定资产)?(?:计划)?(?:总)?(?:投资)?(?:额|总额)?"
_OTHERWISE = r"(?:[去上]年(?:同期|同月)?|同期|未|尚未|预计|预期|计划|拟|力争|争取|剩余|还需|尚需)?"
_AMOUNT = re.compile(
    rf"(?P<words>{_OTHERWISE}(?:{TIME})?{_OTHERWISE}{_MEASURE})(?:为|是|达到?|约|:|\s)*"
    r"(?P<number>\d[\d,.]*\s*(?:[万亿wW]元?|元))(?P<after>.*)"
)
_COMPARES = re.compile(r"(?:同比|环比|[比较与]).{0,12}(?:[增减多少降升]|持平)")
_LEFT = re.compile(r"剩余|尚?还?需|尚余|尚欠")
_PLANNED_TIME = re.compile(rf"(?P<time>{TIME})计划(?:投资)?")
_ACTUALLY = re.compile(r"实际(?:完成)?(?:投资)?|完成(?:投资)?")
"""What was done of the plan told right before: 本月计划1250万元，实际1200万元."""
_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")
_UNIT_OF_ALL = re.compile(r"(?:[（(]|单位[:：]\s*)(?:单位[:：]\s*)?((?:亿|百万|万|千)?元)[)）]?")
_BARE_NUMBER = re.compile(
    rf"((?:{TIME}|累计|完成(?:投资)?|投资额?)(?:为|约|[:：\s])*)(\d+(?:,\d{{3}})*(?:\.\d+)?)"
    r"(?![\d.]|,\d{3}(?!\d))(?=\s*(?:$|[，。；;、,)）]))"
)
"""An amount whose unit a line above says for all."""
CLAUSE = re.compile(r"[，。；;]|,(?!\d{3}(?!\d))")
_STARTS = re.compile(
    rf"预计|预期|力争|争取|{TIME}{_MEASURE}|总投资|累计|(?:已|实际)?完成(?:投资)?|(?:年度)?计划"
)
_SERIAL = re.compile(r"^\s*[（(]?\d{1,3}[)）.．、:：]\s*")
MONEY = re.compile(r"\d[\d,.]*\s*[万亿]?元|\d[\d,.]*\s*[万亿wW]")
SAYS = re.compile(r"完成|投资|累计")
_SPEAKS = re.compile(rf"{SAYS.pattern}|计划.*实际")
"""What is said of amounts that were completed."""
_PROBLEM = re.compile(r"^(?:目前)?(?:存在|主要)(?:的)?(?:主要)?(?:问题|困难)(?:是|为|:|：)?")
_NO_WORK = re.compile(
    r"(?:本月|目前)?(?:(?:尚|暂|仍|还)?未(?:开工|动工|启动|施工|完成投资|有进展|产生投资)|(?:没有|暂?无|无新增)(?:投资|进展|进度)"
    r"|(?:已|全面)?停工)"
)
"""What is said of a project in place of an amount."""
_NAME = re.compile(
    r"(?!其中|目前|以上|合计|总计|共|但|另).{1,40}(?:项目|工程|园区?|厂房?|路|小学|中学|中心|基地|医院|学校|公园|线|站|桥|房|楼"
    r"|小区|改造|建设|扩建|新建|期|库|港|大道)"
)
"""How the name of another project within a line ends; what it is made of has no such name."""
_OPENS = re.compile(
    r"^(?P<words>(?:各位\w{2,4}[，,:：])?(?:截[至止到])?(?:20\d{2}年)?(?:1月?[-~—–至到]+)?\d{1,2}月(?:份|底|末)?[^，,。；;:：]{0,16})[，,:：]"
    r"(?=.{4})"
)
"""What a line says of when all that follows was: 截至2024年6月底，…"""
EDGES = " \t，,。；;：:、"


@dataclass
class Sentence:
    """What a line says of one project: amounts under the words before them."""

    name: str
    amounts: dict[str, str] = field(default_factory=dict)
    progress: str = ""
    problems: str = ""


def as_table(sheet: Sheet) -> ReshapedSheet | None:
    """Return the sheet with a row for each line; None if not every line with an amount is of one
    project and says of what time each amount is.
    """
    if not is_prose(sheet):
        return None
    lines = lines_of(sheet)
    opened = [_opening(line) for line in lines]
    said = [_said_in(line) for line in lines]
    if any(not each and MONEY.search(x) for each, x in zip(said, lines, strict=True)):
        return None
    told = [(n, sentence) for n, each in enumerate(said) for sentence in each]
    if not any(sentence.amounts for _n, sentence in told):
        return None
    first = told[0][0]
    rest = [line for n, line in enumerate(lines) if n > first and line and not said[n]]
    dated = [line for line in rest if is_date_line(line)]
    above = [*lines[:first], *dated, *(found["words"] for found in opened if found)]
    below = [line for line in rest if line not in dated]
    table = _table([sentence for _n, sentence in told])
    rows: list[list[Cell]] = [[line or None] for line in above]
    after: list[list[Cell]] = [[line] for line in below]
    result = Sheet(sheet.name, [*rows, *table, *after], doubtful=sheet.doubtful)
    text = gettext("What lines of words say of %(count)s projects is read as rows from %(row)s on.")
    start = len(above) + 1
    origins = {(start + nth, 0): (line, 0) for nth, (line, _sentence) in enumerate(told)}
    statement = text % {"count": len(told), "row": start + 1}
    return ReshapedSheet(result, statement, origins)


def is_prose(sheet: Sheet) -> bool:
    """True if all cells are words, and some line says an amount within them."""
    if not 0 < len(sheet.rows) <= MOST_LINES or heading_of_names(sheet):
        return False
    cells = [cell for row in sheet.rows for cell in row if not is_empty(cell)]
    if not all(isinstance(cell, str) for cell in cells):
        return False
    return any(_SPEAKS.search(line) and MONEY.search(line) for line in lines_of(sheet))


def lines_of(sheet: Sheet) -> list[str]:
    """Return the lines of words, their amounts in the unit that a line says for all of them."""
    lines = ["，".join(plain(cell) for cell in row if not is_empty(cell)) for row in sheet.rows]
    units = {found[1] for line in lines if (found := _UNIT_OF_ALL.search(line))}
    if len(units) != 1 or any(MONEY.search(line) for line in lines):
        return lines
    (unit,) = units
    return [_BARE_NUMBER.sub(rf"\1\2{unit}", in_digits(line)) for line in lines]


def unclear_lines(sheet: Sheet) -> list[tuple[int, str]]:
    """Return the lines with an amount that are not plain, with their numbers from 1."""
    if not is_prose(sheet):
        return []
    lines = lines_of(sheet)
    return [
        (n, line) for n, line in enumerate(lines, 1) if MONEY.search(line) and not _said_in(line)
    ]


def _opening(line: str) -> re.Match[str] | None:
    return _OPENS.match(in_digits(line)) if MONEY.search(line) else None


def _said_in(line: str) -> list[Sentence]:
    """Return what a line says of its projects behind the words that open it."""
    found = _opening(line)
    return _sentences(in_digits(line)[found.end() :] if found else line)


def _sentences(line: str) -> list[Sentence]:
    """Return what a line says of its projects, one after another; none if that is not plain."""
    words = _BRACKETS.sub(_without_brackets, _SERIAL.sub("", in_digits(line)))
    start = _STARTS.search(words) or _NO_WORK.search(words)
    name = words[: start.start()].strip(EDGES) if start else ""
    if start is None or not name or CLAUSE.search(name):
        return []
    found = [Sentence(name)]
    for each in CLAUSE.split(words[start.start() :]):
        clause = each.strip(EDGES)
        if len(found) < MOST_LINES and (other := _other_name(clause)):
            found.append(Sentence(other))
            clause = clause.removeprefix(other).strip(EDGES)
        if not take_clause(found[-1], clause):
            return []
    is_told = all(each.amounts or _NO_WORK.search(each.progress) for each in found)
    return found if is_told else []


def _without_brackets(found: re.Match[str]) -> str:
    """Return what brackets say of an amount as words like others: 1250万元（1-6月0.73亿元）."""
    return f"，{found[1]}" if MONEY.search(found[1]) else found[0]


def _other_name(clause: str) -> str:
    """Return the name of another project with which a clause begins, empty if with none."""
    start = _STARTS.search(clause) if MONEY.search(clause) else _NO_WORK.search(clause)
    name = clause[: start.start()].strip(EDGES) if start else ""
    return name if _NAME.fullmatch(name) else ""


def take_clause(found: Sentence, clause: str) -> bool:
    """Take what a clause says; False for an amount of which it does not say plainly what it is."""
    if not MONEY.search(clause) or _COMPARES.match(clause):
        _describe(found, clause)
        return True
    stated = _AMOUNT.fullmatch(clause)
    heading = _heading(stated["words"]) if stated else None
    if stated and (planned := _PLANNED_TIME.fullmatch(next(reversed(found.amounts), ""))):
        is_done = _ACTUALLY.fullmatch(stated["words"])
        heading = f"{planned['time']}实际完成投资" if is_done else heading
    if stated is None or heading is None or heading in found.amounts:
        return False
    found.amounts[heading] = stated["number"].replace(" ", "").removesuffix("元") + "元"
    if after := stated["after"].strip(EDGES):
        _describe(found, after)
    return not MONEY.search(after)


def _heading(words: str) -> str | None:
    """Return the heading under which an amount stands; None if its words say nothing of it."""
    if re.fullmatch(TIME, words):
        return words  # 本月702万: of what, the other lines or the title say
    if _LEFT.fullmatch(words):
        return f"{words}投资"
    if not SAYS.search(words) and "计划" not in words:
        return None
    if "完成" in words or "计划" in words or "总投资" in words:
        return words.replace("完成", "完成投资") if "投资" not in words else words
    return f"{words}完成投资" if words.endswith("累计") else None


def _describe(found: Sentence, words: str) -> None:
    """Take words for what was done, or for what holds it up."""
    if problem := _PROBLEM.match(words):
        found.problems = "；".join(filter(None, [found.problems, words[problem.end() :]]))
    elif words:
        found.progress = "，".join(filter(None, [found.progress, words]))


def _table(told: list[Sentence]) -> list[list[Cell]]:
    """Return headings and a row for each sentence."""
    for each in told:
        each.amounts = {_told_by_others(t, told): yuan for t, yuan in each.amounts.items()}
    titles = list(dict.fromkeys(title for each in told for title in each.amounts))
    described = [
        (PROGRESS, [each.progress for each in told]),
        (PROBLEMS, [each.problems for each in told]),
    ]
    described = [(title, cells) for title, cells in described if any(cells)]
    head: list[Cell] = [NAME, *titles, *(title for title, _cells in described)]
    rows: list[list[Cell]] = [
        [each.name, *(each.amounts.get(t) for t in titles), *(c[n] or None for _t, c in described)]
        for n, each in enumerate(told)
    ]
    return [head, *rows]


def _told_by_others(title: str, told: list[Sentence]) -> str:
    """Return the heading of a time alone: 本月完成投资 for 本月, if other lines, or what is said
    beside it, speak of what was completed.
    """
    named = {other for each in told for other in each.amounts}
    if re.fullmatch(TIME, title) and any("完成" in other for other in named):
        return next(
            (t for t in (f"{title}完成投资", f"{title}完成") if t in named), f"{title}完成投资"
        )
    return title
