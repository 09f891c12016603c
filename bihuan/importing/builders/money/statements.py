"""What one row of a table of money states of one line: settled, or asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bihuan.funding.drafts import LineDraft
from bihuan.funding.kinds import MONEY, FundingStage, Programme
from bihuan.importing.builders.base import AnyProject, ImportContext
from bihuan.importing.headings.kinds import PLACES
from bihuan.importing.money.words import batch_of, programme_of
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import DAY, LEAVE, AnswerChoice, Desk, nothing_read
from bihuan.importing.rows.table import Key, SheetRow, Table
from bihuan.kit.dates import parse_day
from bihuan.kit.words import gettext

from .lines import KnownLine, KnownLines, numbers_in, year_in

PROGRAMME, YEAR, BATCH, ON = "programme", "year", "batch", "day"
STAGES = tuple(each.value for each in MONEY)


@dataclass(eq=False)
class Statement:
    """One row's word on one line. `of` is the programme that its columns name, empty if a column of
    its own or the title does.
    """

    row: SheetRow
    project: AnyProject
    programme: Programme
    of: str
    desk: Desk

    def key(self, field: str) -> Key:
        """Return the key of the row's column of a field."""
        return (field, PLACES[self.of]) if self.of and field in STAGES else field

    def yuan(self, stage: FundingStage) -> int | None:
        found = self.row.get(self.key(stage.value))
        return found if type(found) is int else None

    @property
    def documents(self) -> list[str]:
        return list(numbers_in(str(self.row.get("document") or "")))

    def day(self, field: str) -> date | None:
        found = self.row.get(field)
        return found if isinstance(found, date) else None

    @property
    def gives(self) -> str:
        """What it states, for people."""
        told = [(stage, self.yuan(stage)) for stage in MONEY]
        return "、".join(
            f"{stage.label} {in_wan(yuan)}" for stage, yuan in told if yuan is not None
        )

    @property
    def has_word(self) -> bool:
        """True if it states anything of the line."""
        told = any(self.yuan(stage) is not None for stage in MONEY)
        return told or any(self.day(f) for f in ("forwarded_on", "issued_on"))


class StatementReader:
    """Finds the project, the programme and the line of each row of a table."""

    def __init__(self, context: ImportContext, lines: KnownLines, table: Table, year: int | None):
        self.context, self.lines, self.table = context, lines, table
        self.desk, self.year = table.desk, year or table.year

    def statements(self, row: SheetRow) -> list[Statement]:
        """Return what a row states, programme by programme; none while it is asked about."""
        known = self.lines.by_key(str(row.get("key") or ""))
        project = known.project if known else self.context.project_of(row, self.desk)
        if project is None or row.bad:
            return []
        places = dict.fromkeys(k[1] for k in row.values if isinstance(k, tuple))
        if places:
            told = [(each := list(Programme)[place - 1], each.value) for place in places]
        else:
            programme = Programme(known.line.programme) if known else self._programme(row)
            told = [(programme, "")] if programme else []
        found = [Statement(row, project, each, named, self.desk) for each, named in told]
        return [each for each in found if each.has_word]

    def _programme(self, row: SheetRow) -> Programme | None:
        """Return a row's programme: as its cell says, its group, its title, or as answered."""
        words = str(row.get("programme") or "").strip()
        named = programme_of(words) if words else None
        if named or (not words and row.get("held")):
            return named or Programme(row.get("held"))
        text = (
            gettext("“%s” is none of the programmes known: which is it?") % words
            if words
            else gettext("Which programme is the money of this table?")
        )
        choices = [
            AnswerChoice(
                each.value, str(each.label), gettext("rows of “%s”") % (words or each.label)
            )
            for each in Programme
        ]
        choices.append(AnswerChoice(LEAVE, gettext("Leave these rows out"), nothing_read()))
        answer = self.desk.ask(PROGRAMME, text, choices, column=words, lasting=bool(words))
        return Programme(answer) if answer and answer != LEAVE else None

    def line_of(self, told: Statement) -> KnownLine | None:
        """Return the line that a statement is of, a new one if there is none; None while asked."""
        if known := self.lines.by_key(str(told.row.get("key") or "")):
            return known
        stand = self.lines.of(told.project, told.programme)
        by_document = [x for x in stand if set(told.documents) & set(x.documents)]
        batch = batch_of(str(told.row.get("batch") or told.row.get("held_batch") or ""))
        year = self._year(told, stand)
        if year is None and (year := self._only_year(told, stand, by_document)) is None:
            return None
        of_year = [x for x in stand if x.line.year == year]
        if batch:
            found = [x for x in of_year if x.batch == batch]
            return found[0] if found else self._opened(told, year, batch)
        if len(by_document) == 1 and by_document[0] in of_year:
            return by_document[0]
        if len(of_year) < 2:
            return of_year[0] if of_year else self._opened(told, year, "")
        return self._asked_batch(told, of_year)

    def _opened(self, told: Statement, year: int, batch: str) -> KnownLine:
        lump = bool(told.row.get("lump"))
        return self.lines.add(LineDraft(told.project, told.programme.value, year, batch, lump))

    def _year(self, told: Statement, stand: list[KnownLine]) -> int | None:
        """Return the year of a statement's batch: its cell's, its quota's, else the table's."""
        if found := re.search(r"20\d{2}", str(told.row.get("year") or "")):
            return int(found[0])
        day = told.day("issued_on")
        if day is not None:
            return day.year
        numbered = {year for number in told.documents if (year := year_in(number))}
        if len(numbered) == 1:
            return numbered.pop()
        return self.year if any(x.line.year == self.year for x in stand) or not stand else None

    def _only_year(
        self, told: Statement, stand: list[KnownLine], by_document: list[KnownLine]
    ) -> int | None:
        """Return the year of the only line that it can be of; ask where there are several, or none
        and the table tells no year.
        """
        years = sorted({x.line.year for x in by_document or stand})
        if len(years) == 1:
            return years[0]
        years = years or [self.context.today.year - n for n in (1, 0)]
        text = gettext("Row %(row)s, %(name)s: of which year's batch is the money?")
        choices = [AnswerChoice(str(y), gettext("Year %s") % y, told.gives) for y in years]
        about = f"{told.programme.label}·{told.row.number}" if stand else ""
        if not stand:
            text = gettext("Neither rows nor title tell the year of the batch: which is it?")
        said = {"row": told.row.number, "name": told.project.name}
        answer = self.desk.ask(YEAR, text % said if stand else text, choices, column=about)
        return int(answer) if answer else None

    def _asked_batch(self, told: Statement, lines: list[KnownLine]) -> KnownLine | None:
        none = gettext("without a batch")
        choices = [
            AnswerChoice(str(n), x.batch or none, f"{x.batch or none}：{told.gives}")
            for n, x in enumerate(lines, 1)
        ]
        choices.append(AnswerChoice(LEAVE, gettext("Leave the row out"), nothing_read()))
        text = gettext("Row %(row)s: %(name)s has several batches of %(programme)s: which is it?")
        text %= {
            "row": told.row.number,
            "name": told.project.name,
            "programme": told.programme.label,
        }
        answer = self.desk.ask(
            BATCH, text, choices, column=f"{told.programme.label}·{told.row.number}"
        )
        return lines[int(answer) - 1] if answer.isdecimal() else None

    def day(self, row: SheetRow) -> date | None:
        """Return the day to which a table tells, today at the latest; None while it is asked."""
        stated = row.get("on")
        if isinstance(stated, date):
            return min(stated, self.context.today)
        today = self.context.today
        ends = [today]
        if self.table.year and self.table.year < today.year:
            ends.insert(0, date(self.table.year, 12, 31))
        choices = [
            AnswerChoice(d.isoformat(), d.isoformat(), gettext("amounts to that day")) for d in ends
        ]
        text = gettext("To which day does this table tell?")
        answer = self.desk.ask(ON, text, choices, typed=DAY)
        found = parse_day(answer) if answer else None
        return min(found, today) if found else None
