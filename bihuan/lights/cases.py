"""Cases of the headline as data: what each rater says of a month, and the light over the three;
and cases of the machine's light in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kit.cases import Worked
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

from .kinds import Colour
from .rules import HeadlineRules, LightReason, RuleSet
from .rules.cases import LightCase
from .rules.headline import (
    Headline,
    LiftTerms,
    Three,
    carried_light,
    check_lift,
    headline_on,
    is_in_time,
    reasons,
)
from .rules.measures import ordinal
from .wording import article_of, sentence


@dataclass(frozen=True)
class HeadlineCase:
    """What is said of a month, and the headline expected with the clauses of its reasons.

    A person's light is of so many months before; the commander's was given `said_after` months
    after its own. A lift, from the month's last day, is asked for so many days.
    """

    preset: str
    title: str
    month: str
    colour: Colour | None
    clauses: tuple[str, ...]
    machine: Colour | None = None
    silent: bool = False
    commander: Colour | None = None
    commander_before: int = 0
    said_after: int = 0
    inspector: Colour | None = None
    inspector_before: int = 0
    lift: Colour | None = None
    lift_days: int = 0

    @property
    def day(self) -> date:
        """The first day of the month: it is held to the rules of that day."""
        return Month.parse(self.month).first_day

    def headline(self, rules: HeadlineRules) -> tuple[Headline, tuple[LightReason, ...]]:
        """Return the headline that `rules` make of it, with its reasons."""
        month, three = Month.parse(self.month), self._three(rules)
        lift = self._lift(three, rules)
        shown = headline_on(three, lift, month, month.last_day)
        made = reasons(three, shown, lifted=lift is not None)
        return shown, made

    def worked(self, rules: HeadlineRules) -> Worked:
        """Return what `rules` say, and whether that was expected."""
        shown, made = self.headline(rules)
        clauses = self.clauses_of(shown, made)
        lifted = (gettext("Lifted for %s days.") % self.lift_days,) if shown.is_lifted else ()
        told = (*lifted, *_sentences(made))
        is_met = (shown.colour, clauses) == (self.colour, self.clauses)
        expected = "" if is_met else ", ".join((_label(self.colour), *self.clauses))
        return Worked(self.title, _label(shown.colour), told, expected)

    def clauses_of(self, shown: Headline, made: tuple[LightReason, ...]) -> tuple[str, ...]:
        """Return the clauses that fired, that of a lift first."""
        lifted = ("LIGHT-14",) if shown.is_lifted else ()
        return tuple(dict.fromkeys((*lifted, *(reason.clause for reason in made))))

    def _three(self, rules: HeadlineRules) -> Three:
        now = ordinal(Month.parse(self.month))
        commander, inspector = self.commander, self.inspector
        if commander and not self._is_in_time(rules):
            commander = None
        return Three(
            self.machine,
            self._carried(commander, now - self.commander_before, rules.commander_carries),
            self._carried(inspector, now - self.inspector_before, rules.inspector_carries),
            self.silent,
        )

    def _carried(self, colour: Colour | None, given: int, carries: int) -> Colour | None:
        """Return what a light of the month `given` says of this one."""
        if colour is None:
            return None
        now, is_judged = ordinal(Month.parse(self.month)), self.machine is not None
        found = carried_light({given: colour}, now, carries, is_judged=is_judged)
        return found.colour if found else None

    def _is_in_time(self, rules: HeadlineRules) -> bool:
        month = Month.parse(self.month)
        given = month
        for _each in range(self.said_after):
            given = given.next()
        return is_in_time(month, given.first_day, rules)

    def _lift(self, three: Three, rules: HeadlineRules) -> LiftTerms | None:
        if self.lift is None:
            return None
        month = Month.parse(self.month)
        today, until = month.last_day, month.last_day + timedelta(days=self.lift_days)
        try:
            check_lift(three, self.lift, until, self.title, today=today, rules=rules)
        except Refusal:
            return None
        return LiftTerms(self.lift, month, until)


def worked_light(case: LightCase, rules: RuleSet) -> Worked:
    """Return what `rules` say of a case of the machine's light, and whether that was expected."""
    verdict = case.verdict(rules)
    wanted = ", ".join((_label(case.colour), *case.clauses))
    expected = "" if case.is_met(verdict) else wanted
    return Worked(case.title, _label(verdict.colour), _sentences(verdict.reasons), expected)


def _sentences(made: Iterable[LightReason]) -> tuple[str, ...]:
    return tuple(f"{article_of(reason.clause)} {sentence(reason)}" for reason in made)


def _label(colour: Colour | None) -> str:
    return str(colour.label) if colour else "—"
