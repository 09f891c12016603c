"""The quotas that tables of money state: each with its document, used once or shared as it says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from bihuan.funding.rules.documents import DocumentUse, check_total, check_use
from bihuan.importing.builders.base import ImportContext
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import DAY, AnswerChoice
from bihuan.kit.dates import parse_day
from bihuan.kit.words import gettext, joined

from .lines import KnownLine, KnownLines, document_key
from .statements import Statement

SHARED, ISSUED_ON = "shared", "issuedon"
YES = "yes"


@dataclass(eq=False)
class NewQuota:
    """What a statement adds to the quota of its line, by one document."""

    told: Statement
    known: KnownLine
    number: str
    yuan: int
    on: date | None = None
    total_yuan: int | None = None


@dataclass(eq=False)
class Quotas:
    """The new quotas of a batch, by programme and document."""

    context: ImportContext
    lines: KnownLines
    found: dict[tuple[str, str], list[NewQuota]] = field(default_factory=lambda: defaultdict(list))

    def add(self, new: NewQuota) -> bool:
        """Keep a new quota. False for one that another table of the batch states of its line; one
        that states another amount is blamed.
        """
        news = self.found[(new.told.programme.value, document_key(new.number))]
        same = next((each for each in news if each.known is new.known), None)
        if same is None:
            news.append(new)
        elif same.yuan != new.yuan:
            text = gettext("“%(number)s” gives %(yuan)s in another table, row %(row)s.")
            said = {"number": new.number, "yuan": in_wan(same.yuan), "row": same.told.row.number}
            self._blame([new], text % said, "document")
        return same is None

    def settle(self) -> None:
        """Give each its day and its document's total; blame a document that was used already."""
        for key, news in self.found.items():
            self._days(news)
            if key in self.lines.documents and self.lines.documents[key].uses:
                self._beside_known(key, news)
            elif len(news) > 1:
                self._shared(news)

    def _days(self, news: list[NewQuota]) -> None:
        """A document has one day: that of any of its rows, of its first use, or as answered."""
        key = (news[0].told.programme.value, document_key(news[0].number))
        stands = self.lines.documents.get(key)
        days = {day for new in news if (day := new.told.day("issued_on"))}
        if stands and stands.uses:
            days = days or {stands.document.issued_on}
        if not days:
            days = self._asked_day(news[0])
        for new in news:
            new.on = new.told.day("issued_on") or next(iter(days), None)
        if len(days) > 1:
            told = joined(sorted(day.isoformat() for day in days))
            text = gettext("“%(number)s” stands here with several days: %(days)s.")
            self._blame(news, text % {"number": news[0].number, "days": told}, "issued_on")

    def _asked_day(self, new: NewQuota) -> set[date]:
        desk, number = new.told.desk, new.number
        text = gettext("Of which day is the document “%s”?") % number
        answer = desk.ask(ISSUED_ON, text, [], column=number, typed=DAY)
        found = parse_day(answer) if answer else None
        return {found} if found else set()

    def _beside_known(self, key: tuple[str, str], news: list[NewQuota]) -> None:
        """Blame what a document that stands does not allow."""
        stands = self.lines.documents[key]
        given = sum(yuan for _line, yuan, _name in stands.uses)
        names = [name for _line, _yuan, name in stands.uses]
        keys = {line for line, _yuan, _name in stands.uses}
        document = stands.document
        for new in news:
            pk = getattr(new.known.line, "pk", None)
            use = DocumentUse(
                document.number,
                names[0],
                document.issued_on,
                given,
                document.total_yuan,
                pk in keys,
            )
            day = new.on or document.issued_on
            row = new.told.row
            if not self.context.refused(row, "document", check_use, use, on=day, yuan=new.yuan):
                given += new.yuan

    def _shared(self, news: list[NewQuota]) -> None:
        """A document that stands at several rows names several projects if its total says so, or if
        that is answered; else it was used twice.
        """
        given = sum(new.yuan for new in news)
        stated = {t for new in news if type(t := new.told.row.get("document_total")) is int}
        rows = joined(str(new.told.row.number) for new in news)
        said = {"number": news[0].number, "rows": rows, "yuan": in_wan(given)}
        if len(stated) > 1 or (stated and given > max(stated)):
            text = gettext("“%(number)s” gives %(yuan)s in rows %(rows)s: not its total.")
            self._blame(news, text % said, "document_total")
            return
        total = next(iter(stated), None)
        if total is None:
            text = gettext(
                "The document “%(number)s” stands in rows %(rows)s with %(yuan)s in all: does it"
                " name these projects together? If it was written twice by mistake, mend the cell."
            )
            choice = AnswerChoice(YES, gettext("It names them together"), in_wan(given))
            answer = news[0].told.desk.ask(SHARED, text % said, [choice], column=news[0].number)
            total = given if answer == YES else None
        for new in news:
            new.total_yuan = total
            if total is not None:
                self.context.refused(new.told.row, "document", check_total, total, new.yuan)

    def _blame(self, news: list[NewQuota], sentence: str, key: str) -> None:
        for new in news:
            self.context.add_error(new.told.row, key, sentence)
