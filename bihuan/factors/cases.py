"""Cases of what projects need as data: the limits of one need, and by when it is wanted. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.cases import Worked
from bihuan.kit.days import long_day
from bihuan.kit.words import gettext

from .lists import Catalogue
from .rules import needed_by, started, valid_until

Days = tuple[date | None, date | None, date | None, date | None]


@dataclass(frozen=True)
class NeedCase:
    """An application for an element that is accepted on a day, approved on another, before a
    milestone: the last days by law and by promise, by when it is wanted, how long it holds.
    """

    preset: str
    title: str
    element: str
    accepted_on: date
    statutory_due_on: date | None = None
    promised_due_on: date | None = None
    milestone_on: date | None = None
    needed_by: date | None = None
    approved_on: date | None = None
    valid_until: date | None = None

    @property
    def day(self) -> date:
        """The day whose rules hold."""
        return self.accepted_on

    @property
    def expected(self) -> Days:
        return self.statutory_due_on, self.promised_due_on, self.needed_by, self.valid_until

    def days(self, catalogue: Catalogue) -> Days:
        """Return the days that `catalogue` gives the need: law, promise, wanted by, valid until."""
        element = catalogue.element(self.element)
        if element is None:
            return None, None, None, None
        limits = started(element, self.accepted_on)
        return (
            limits.statutory_due_on,
            limits.promised_due_on,
            needed_by(element, {}, self.milestone_on),
            valid_until(element, self.approved_on) if self.approved_on else None,
        )

    def worked(self, catalogue: Catalogue) -> Worked:
        """Return what `catalogue` says of the need, and whether that was expected."""
        found = self.days(catalogue)
        reasons = [gettext("Accepted: %s") % long_day(self.accepted_on)]
        if self.milestone_on:
            reasons.append(gettext("Milestone it must precede: %s") % long_day(self.milestone_on))
        if self.approved_on:
            reasons.append(gettext("Approved: %s") % long_day(self.approved_on))
        expected = "" if found == self.expected else _days_in_words(self.expected)
        return Worked(self.title, _days_in_words(found), tuple(reasons), expected)


def _days_in_words(days: Days) -> str:
    words = (
        gettext("by law until %s"),
        gettext("promised by %s"),
        gettext("wanted by %s"),
        gettext("valid until %s"),
    )
    return (
        " · ".join(word % long_day(day) for word, day in zip(words, days, strict=True) if day)
        or "—"
    )
