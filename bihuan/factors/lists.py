"""The shape of what projects need: elements with their limits, and a list for each class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays, workdays_between
from bihuan.projects.kinds import ProjectClass


@dataclass(frozen=True)
class Limit:
    """So many days, working days or calendar days as the law counts them."""

    days: int
    working: bool

    def __post_init__(self) -> None:
        if not 1 <= self.days <= 250:
            raise ValueError(gettext("A time limit is 1 to 250 days."))

    def ends(self, start: date) -> date:
        """Return the last day of a limit that begins to run on `start`."""
        if self.working:
            return add_workdays(start, self.days)
        return start + timedelta(days=self.days)

    def between(self, start: date, end: date) -> int:
        """Return the days after `start` up to `end`, counted as this limit counts."""
        return workdays_between(start, end) if self.working else (end - start).days

    def later(self, day: date, days: int) -> date:
        """Return `day` moved by so many days, counted as this limit counts."""
        return add_workdays(day, days) if self.working else day + timedelta(days=days)


@dataclass(frozen=True)
class Element:
    """One thing a project may need. `before` is the key of the milestone it must precede, by
    `lead_days` calendar days; `department` is found in the name of the organisation that owes it.
    """

    code: str
    label: str
    english: str
    department: str
    law: str
    matter_type: str
    statutory: Limit | None = None
    promised: Limit | None = None
    validity_months: int | None = None
    warn_days: int = 30
    before: str = ""
    lead_days: int = 0

    def __post_init__(self) -> None:
        law, promise = self.statutory, self.promised
        if law and promise:
            start = date(2024, 3, 4)
            if promise.ends(start) > law.ends(start):
                raise ValueError(gettext("The promised limit is longer than the statutory one."))

    @property
    def clock(self) -> Limit | None:
        """How its days are counted: as the law does, else as it was promised."""
        return self.statutory or self.promised


@dataclass(frozen=True)
class ClassList:
    """What a class of projects needs, by codes of elements."""

    project_class: ProjectClass
    elements: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All elements, and the list of each class."""

    title: str
    source: str
    version: int
    elements: tuple[Element, ...]
    lists: tuple[ClassList, ...]

    def __post_init__(self) -> None:
        codes = [element.code for element in self.elements]
        if len(set(codes)) < len(codes):
            raise ValueError(gettext("Each element stands in the catalogue once."))
        unknown = {code for each in self.lists for code in each.elements} - set(codes)
        if unknown:
            raise ValueError(gettext("There is no element “%s”.") % ", ".join(sorted(unknown)))

    def element(self, code: str) -> Element | None:
        """Return an element by its code; None if the office struck it off."""
        return next((each for each in self.elements if each.code == code), None)

    def of_class(self, project_class: str) -> list[Element]:
        """Return the list of a class, in its order."""
        chosen = next((x for x in self.lists if x.project_class == project_class), None)
        found = [self.element(code) for code in chosen.elements] if chosen else []
        return [element for element in found if element is not None]
