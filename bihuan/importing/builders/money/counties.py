"""Builds the rows of the city's table of its counties: own facts, corrected with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from bihuan.funding.drafts import CountyDraft
from bihuan.funding.kinds import Programme
from bihuan.funding.models import CountyFunding
from bihuan.funding.rules.counties import check_county, check_county_correction
from bihuan.importing.builders.base import Builder
from bihuan.importing.headings.kinds import PLACES
from bihuan.importing.money.counties import programme_named
from bihuan.importing.proof.questions import DAY, LEAVE, AnswerChoice, nothing_read
from bihuan.importing.rows.table import Key, SheetRow, Table
from bihuan.kit import advance
from bihuan.kit.dates import parse_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

Stands = dict[tuple[str, str, date], CountyFunding | CountyDraft]
LONGEST_SOURCE = 200


class CountyBuilder(Builder):
    """Puts down what a table says of each county and programme to the end of its month."""

    def add(self, table: Table, year: int | None) -> None:
        for row in advance.counted(table.rows):
            mark = self.changes.mark()
            grown = False
            for key, programme in self._programmes(table, row):
                month = self._month(table, year)
                if month is not None:
                    grown = self._county(table, row, (key, programme, month)) or grown
            if not row.bad and not table.desk.is_open:
                self.context.add_outcome(row, str(row.get("name")), mark, new=grown)

    def _programmes(self, table: Table, row: SheetRow) -> Iterator[tuple[Key, Programme]]:
        for programme in Programme:
            key = ("issued", PLACES[programme.value])
            if row.get(key) is not None:
                yield key, programme
        if row.get("issued") is not None:
            words = str(row.get("programme") or "")
            named = programme_named(row) or self._asked(table, words)
            if named is not None:
                yield "issued", named

    def _asked(self, table: Table, words: str) -> Programme | None:
        text = (
            gettext("“%s” is none of the programmes known: which is it?") % words
            if words
            else gettext("Which programme is the money of this table?")
        )
        choices = [AnswerChoice(each.value, str(each.label), words) for each in Programme]
        choices.append(AnswerChoice(LEAVE, gettext("Leave these rows out"), nothing_read()))
        answer = table.desk.ask("programme", text, choices, column=words, lasting=bool(words))
        return Programme(answer) if answer and answer != LEAVE else None

    def _month(self, table: Table, year: int | None) -> Month | None:
        """Return the month to whose end a table tells: as its title says, or as answered."""
        today = self.context.today
        stated = table.rows[0].get("on")
        if isinstance(stated, date):
            return min(Month.of(stated), Month.of(today))
        told = year or table.year
        ends = [date(told, 12, 31)] if told and told < today.year else [today]
        choices = [
            AnswerChoice(day.isoformat(), day.isoformat(), gettext("amounts to that day"))
            for day in ends
        ]
        text = gettext("To which day does this table tell?")
        answer = table.desk.ask("day", text, choices, typed=DAY)
        found = parse_day(answer) if answer else None
        return Month.of(found) if found else None

    def _county(self, table: Table, row: SheetRow, told: tuple[Key, Programme, Month]) -> bool:
        """Put down one county's amount of one programme. Return whether it is new."""
        key, programme, month = told
        yuan, county = row.values[key], str(row.get("name"))
        if self.context.refused(
            row,
            key,
            check_county,
            county,
            month.year,
            month.first_day,
            yuan,
            today=self.context.today,
        ):
            return False
        place = (county, programme.value, month.first_day)
        old = self._stands.get(place)
        if old is not None and old.amount_yuan == yuan:
            return False
        if old is not None and self.context.refused(
            row, key, check_county_correction, self.context.reason
        ):
            return False
        fresh = CountyDraft(
            county,
            programme.value,
            month.year,
            month.first_day,
            yuan,
            (table.above[0] if table.above else table.file)[:LONGEST_SOURCE],
            *((old.version + 1, self.context.reason, old) if old else (1, "", None)),
        )
        before = old.amount_yuan if old else None
        self.changes.add_difference(str(programme.label), before, yuan, name="amount_yuan")
        self.changes.create(fresh)
        self._stands[place] = fresh
        return old is None

    @cached_property
    def _stands(self) -> Stands:
        rows = CountyFunding.objects.filter(is_current=True)
        return {(each.county, each.programme, each.until): each for each in rows}
