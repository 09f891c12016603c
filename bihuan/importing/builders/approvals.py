"""Who approved a table's adjustments, and when: asked once for the table where rows do not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bihuan.importing.proof.questions import DAY, TEXT, AnswerChoice
from bihuan.importing.rows.table import SheetRow, Table, words_of_line
from bihuan.kit.dates import in_digits, parse_day
from bihuan.kit.errors import Refusal
from bihuan.kit.numbers import plain
from bihuan.kit.sheets import cell_at
from bihuan.kit.words import gettext

MOST_OFFERED = 5
_APPROVES = re.compile(
    r"(?:经|报|由)?(?P<who>[\u4e00-\u9fff]{0,8}(?:政府|常委会?|区委|县委|市委|办公会|领导小组|指挥部)"
    r"[\u4e00-\u9fff\d]{0,14}?(?:常务会议?|常委会议?|办公会议?|专题会议?|会议|政府|常委会))"
)
_DAY = re.compile(r"(?:19|20)\d{2}(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}日?")


def settle_approvals(table: Table) -> None:
    """Fill in approver and day of the rows that do not tell them, as answered."""
    rows = [row for row in table.rows if not row.bad and row.get("new_plan") is not None]
    texts = list(_texts(table))
    without = [row for row in rows if not row.get("approver")]
    if without and (answer := _ask_approver(table, without, texts)):
        _fill(without, "approver", answer)
    without = [row for row in rows if row.get("approved_on") is None]
    if without and (answer := _ask_day(table, without, texts)):
        _fill(without, "approved_on", parse_day(answer))


def _fill(rows: Sequence[SheetRow], key: str, value: str | date | None) -> None:
    for row in rows:
        row.values[key] = value


def _texts(table: Table) -> Iterator[str]:
    """Yield what may name who approved, and when: columns not read, and lines about the table."""
    places = [c.index for c in table.layout.unknown]
    lines = {row.number - 1 for row in table.rows}
    for number, cells in enumerate(table.sheet.rows):
        if number in lines:
            yield from (plain(cell_at(cells, place)) for place in places)
        else:
            yield words_of_line(cells)


def _ask_approver(table: Table, rows: Sequence[SheetRow], texts: Sequence[str]) -> str:
    found = [m["who"] for text in texts for m in _APPROVES.finditer(in_digits(text))]
    text = gettext("Who approved the %(count)s adjustments of which it is not told?")
    gives = gettext("%(count)s adjustments approved by “%(who)s”")
    told = {"count": len(rows)}
    choices = [AnswerChoice(who, who, gives % {**told, "who": who}) for who in _offered(found)]
    return table.desk.ask("approver", text % told, choices, typed=TEXT)


def _ask_day(table: Table, rows: Sequence[SheetRow], texts: Sequence[str]) -> str:
    days = [day for text in texts for word in _DAY.findall(in_digits(text)) if (day := _day(word))]
    text = gettext("On which day were the %(count)s adjustments approved of which it is not told?")
    gives = gettext("%(count)s adjustments approved on %(day)s")
    told = {"count": len(rows)}
    choices = [AnswerChoice(day, day, gives % {**told, "day": day}) for day in _offered(days)]
    return table.desk.ask("approved", text % told, choices, typed=DAY)


def _offered(found: Sequence[str]) -> list[str]:
    """Return what was found, each once, as far as it is offered."""
    return list(dict.fromkeys(found))[:MOST_OFFERED]


def _day(word: str) -> str:
    try:
        day = parse_day(word)
    except Refusal:
        return ""
    return day.isoformat() if day else ""
