"""The difference between what a table states to date and what stands, as entries (FUND-15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.funding.drafts import FundingEntryDraft, LineDraft, LineEntryDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.presets import funding_rules
from bihuan.funding.programmes import ProgrammeRules
from bihuan.funding.queries.conditions import missing
from bihuan.funding.rules import ladder
from bihuan.importing.builders.base import ImportContext
from bihuan.importing.proof.amount_words import in_wan
from bihuan.importing.proof.questions import LEAVE, AnswerChoice
from bihuan.importing.rows.table import Key
from bihuan.kit.words import gettext
from bihuan.projects.models import Project

from .lines import KnownLine, document_key
from .quotas import NewQuota, Quotas
from .statements import Statement, StatementReader

S = FundingStage
LOWER, LATER, QUOTA = "lower", "later", "quota"
TO_DATE, ALONE, ADD = "to-date", "alone", "add"
DAYS = {
    S.APPLIED: "applied_on",
    S.ISSUED: "issued_on",
    S.IN_PLACE: "in_place_on",
    S.PAID: "paid_on",
}
"""In which column the day of a stage's newest amount may stand."""


@dataclass(eq=False)
class LineDifference:
    """One line beside all that the rows of a table state of it."""

    context: ImportContext
    reader: StatementReader
    known: KnownLine
    told: list[Statement]
    news: list[NewQuota] = field(default_factory=list)
    is_refused: bool = False
    """True after a stage that was refused: what rests on it is not judged."""

    @property
    def rules(self) -> ProgrammeRules:
        return funding_rules().on(self.context.today).of(self.known.line.programme)

    def quotas(self, quotas: Quotas) -> None:
        """Find what is new of the line's quota, before the documents of all lines are compared."""
        if self._is_repeated() or not self.rules.has_quota:
            return
        for told in self.told:
            new = self._new_quota(told)
            if new is not None and quotas.add(new):
                self.news.append(new)

    def _is_repeated(self) -> bool:
        """Blame rows that state the same line twice: only rows of one document each add up."""
        numbers = [document_key(each) for told in self.told for each in told.documents]
        each_its_own = len(set(numbers)) == len(numbers) >= len(self.told)
        if len(self.told) < 2 or (each_its_own and all(told.documents for told in self.told)):
            return False
        first, *others = [told.row for told in self.told]
        text = gettext("The same money of this project stands in “%(sheet)s”, row %(row)s.")
        for other in others:
            self.context.add_repeated(other, first, text)
        return True

    def _new_quota(self, told: Statement) -> NewQuota | None:
        stated = told.yuan(S.ISSUED)
        if stated is None:
            return None
        numbers, known = told.documents, self.known
        fresh = [each for each in numbers if document_key(each) not in known.documents]
        named = sum(known.documents.get(document_key(each), 0) for each in numbers)
        stands = known.sums.issued
        if not fresh:
            is_same = stated == stands or (numbers and stated == named)
            if not is_same:
                self._unnamed(told, stated, named if numbers else stands)
            return None
        if len(fresh) > 1:
            text = gettext(
                "Several new documents stand in one cell: give each a row with its amount."
            )
            self.context.add_error(told.row, "document", text)
            return None
        if len(self.told) > 1 or not known.documents:
            added = stated
        elif len(fresh) < len(numbers):
            added = stated - stands
        else:
            added = self._asked_quota(told, stated, stands)
        if added < 0:
            self._lower(told, S.ISSUED, stated, stands)
        return NewQuota(told, known, fresh[0], added) if added > 0 else None

    def _unnamed(self, told: Statement, stated: int, stands: int) -> None:
        """Tell of a quota that differs without a new document."""
        if stated < stands:
            self._lower(told, S.ISSUED, stated, stands)
        elif not told.documents:
            text = gettext("The quota grew from %(stands)s to %(stated)s: name the new document.")
            said = {"stands": in_wan(stands), "stated": in_wan(stated)}
            self.context.add_error(told.row, told.key("issued"), text % said)
        else:
            text = gettext(
                "“%(number)s” stands with %(stands)s, the table says %(stated)s: correct the entry"
                " on its page, or name the new document."
            )
            said = {"number": told.documents[0], "stands": in_wan(stands), "stated": in_wan(stated)}
            self.context.add_error(told.row, told.key("issued"), text % said)

    def _asked_quota(self, told: Statement, stated: int, stands: int) -> int:
        """Return what a new document adds: of the amount it is asked whether it is all to date."""
        choices = [
            AnswerChoice(ALONE, gettext("It is of this document alone"), f"+{in_wan(stated)}"),
        ]
        if stated > stands:
            to_date = gettext("It is all that was issued to date")
            choices.append(AnswerChoice(TO_DATE, to_date, f"+{in_wan(stated - stands)}"))
        text = gettext(
            "Row %(row)s, %(name)s: %(stands)s was issued before. Is %(stated)s of “%(number)s”"
            " alone?"
        )
        text %= {
            "row": told.row.number,
            "name": told.project.name,
            "stands": in_wan(stands),
            "stated": in_wan(stated),
            "number": told.documents[-1],
        }
        column = f"{told.programme.label}·{told.row.number}"
        answer = told.desk.ask(QUOTA, text, choices, column=column)
        return {ALONE: stated, TO_DATE: stated - stands}.get(answer, 0)

    def build(self) -> None:
        """Put down what is new of the line, stage by stage, and tell it in the preview."""
        mark = self.context.changes.mark()
        is_new = self.known.is_new and not self.context.changes.is_fresh(self.known.line)
        for stage in (S.APPLIED, S.ISSUED, S.FORWARDED, S.IN_PLACE, S.PAID, S.WORKS):
            if stage is S.ISSUED and self.rules.has_quota:
                for new in self.news:
                    self._put_quota(new)
            elif stage is S.FORWARDED:
                self._forwarded()
            else:
                self._stage(stage)
        line = self.known.line
        name = f"{self.known.project.name} {self.told[0].programme.label} {line.batch}".rstrip()
        is_new = is_new and self.context.changes.is_fresh(line)
        for told in self.told:
            self.context.add_outcome(told.row, name, mark, new=is_new)
            mark, is_new = self.context.changes.mark(), False

    def _put_quota(self, new: NewQuota) -> None:
        if new.on is not None:
            entry = FundingEntryDraft(
                S.ISSUED, new.on, new.yuan, new.number, total_yuan=new.total_yuan
            )
            if self._put(new.told, entry, new.told.key("issued")):
                key = document_key(new.number)
                self.known.documents[key] = self.known.documents.get(key, 0) + new.yuan

    def _forwarded(self) -> None:
        told = next((each for each in self.told if each.day("forwarded_on")), None)
        if told is None:
            return
        on, stands = told.day("forwarded_on"), self.known.day_of(S.FORWARDED)
        if stands is None and on is not None:
            self._put(told, FundingEntryDraft(S.FORWARDED, on), "forwarded_on")
        elif stands != on:
            text = gettext(
                "Row %(row)s, %(name)s: forwarded on %(on)s, in the ladder on %(stands)s."
            )
            said = {"on": on, "stands": stands}
            self._left(told, S.FORWARDED, text, said, str(stands))

    def _stage(self, stage: FundingStage) -> None:
        """Put down what a stage grew by; what fell, or is of an earlier day, is asked about."""
        stated = [(told, yuan) for told in self.told if (yuan := told.yuan(stage)) is not None]
        if not stated:
            return
        told, total = stated[-1][0], sum(yuan for _told, yuan in stated)
        stands = self.known.stands(stage)
        if total == stands:
            return
        on = self._day(told, stage)
        if on is None:
            return
        until = self.known.stands(stage, on)
        if total == until and until != stands:
            return  # a table of an earlier day, which says what stood then
        if total < stands and total < until:
            self._lower(told, stage, total, stands)
        elif until != stands and not self._adds_to_earlier(told, stage, total - until, on):
            return
        elif total > until:
            reason = "" if self.rules.has_quota else self.context.reason
            entry = FundingEntryDraft(stage, on, total - until, reason=reason)
            self._put(told, entry, told.key(stage.value))

    def _day(self, told: Statement, stage: FundingStage) -> date | None:
        """Return the day of what is new: its column's if it is newer than what stands, else that
        to which the table tells.
        """
        on = told.day(DAYS.get(stage, ""))
        newest = self.known.newest(stage)
        if on is not None and (newest is None or on > newest):
            return on
        return self.reader.day(told.row)

    def _adds_to_earlier(self, told: Statement, stage: FundingStage, yuan: int, on: date) -> bool:
        """Ask whether an amount is new though later entries stand already."""
        text = gettext(
            "Row %(row)s, %(name)s: the table tells to %(on)s, and “%(stage)s” has later entries."
            " Is %(yuan)s missing among them?"
        )
        text %= {
            "row": told.row.number,
            "name": told.project.name,
            "on": on,
            "stage": stage.label,
            "yuan": in_wan(yuan),
        }
        choices = [
            AnswerChoice(ADD, gettext("It is missing: enter it"), f"+{in_wan(yuan)}"),
            AnswerChoice(LEAVE, gettext("The ladder is right: leave the cell out"), "+0"),
        ]
        return told.desk.ask(LATER, text, choices, column=self._place(told, stage)) == ADD

    def _lower(self, told: Statement, stage: FundingStage, stated: int, stands: int) -> None:
        text = gettext(
            "Row %(row)s, %(name)s: “%(stage)s” is %(stated)s here and %(stands)s in the ladder."
            " What was entered is corrected, cut or handed back on the line's page, with a reason."
        )
        said = {"stage": stage.label, "stated": in_wan(stated), "stands": in_wan(stands)}
        self._left(told, stage, text, said, in_wan(stands))

    def _left(
        self,
        told: Statement,
        stage: FundingStage,
        text: str,
        said: Mapping[str, object],
        stands: str,
    ) -> None:
        """Ask whether the ladder stands where a table differs from it: nothing else is done."""
        text %= {"row": told.row.number, "name": told.project.name, **said}
        choice = AnswerChoice(LEAVE, gettext("The ladder is right: leave the cell out"), stands)
        told.desk.ask(LOWER, text, [choice], column=self._place(told, stage))

    def _place(self, told: Statement, stage: FundingStage) -> str:
        return f"{told.programme.label}·{stage.label}·{told.row.number}"

    def _put(self, told: Statement, entry: FundingEntryDraft, key: Key) -> bool:
        """Check an entry as the action does, beside the others of its line, and keep its draft."""
        steps = [*self.known.steps, entry.step]
        quota = ladder.is_of_quota(entry.stage)
        can = Can.FUNDING_QUOTA if quota else Can.FUNDING_ENTER
        year, today = self.known.line.year, self.context.today
        lacking = self._lacking(entry)
        refused = self.context.refused
        thing = self.known.project if isinstance(self.known.project, Project) else None
        reason = self.context.reason if lacking else ""
        self.is_refused = self.is_refused or (
            refused(told.row, key, require, self.context.by, can, thing)
            or refused(
                told.row, key, ladder.check_step, entry.step, self.rules, year=year, today=today
            )
            or refused(told.row, key, ladder.check_missing, entry.stage, lacking, reason)
            or refused(told.row, key, ladder.check_ladder, steps)
        )
        if self.is_refused:
            return False
        self._create_line()
        label = str(entry.stage.label)
        before = self.known.stands(entry.stage)
        self.known.steps.append(entry.step)
        kept = FundingEntryDraft(
            entry.stage,
            entry.on,
            entry.amount_yuan,
            entry.document_number,
            entry.reason or reason,
            entry.total_yuan,
        )
        self.context.changes.create(LineEntryDraft(self.known.line, kept))
        if entry.amount_yuan is None:
            self.context.changes.add_difference(label, "", entry.on)
        else:
            now = self.known.stands(entry.stage)
            self.context.changes.add_difference(label, before, now, name="amount_yuan")
        return True

    def _lacking(self, entry: FundingEntryDraft) -> list[str]:
        pk = self.known.project.pk if isinstance(self.known.project, Project) else None
        return missing(pk, self.rules, entry.stage, entry.on) if pk else []

    def _create_line(self) -> None:
        line, changes = self.known.line, self.context.changes
        if isinstance(line, LineDraft) and not changes.is_fresh(line):
            changes.create(line)
