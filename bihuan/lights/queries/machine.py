"""Lights as they are now: judged from today's facts, never older than the last event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from bihuan.audit.renewed import renewed
from bihuan.kit.months import Month, months_of
from bihuan.lights.facts import DEPENDS_ON, JudgedYear, facts_of
from bihuan.lights.kinds import RANK, Colour
from bihuan.lights.models import MachineLight
from bihuan.lights.presets import lights_in_force
from bihuan.lights.rounds import light_rounds
from bihuan.lights.rules import LightVerdict, judge_year
from bihuan.lights.touched import touched_projects
from bihuan.progress.queries.windows import last_month_run
from bihuan.projects.models import Project

LETTERS = {
    " ": None,
    "r": Colour.RED,
    "y": Colour.YELLOW,
    "g": Colour.GREEN,
    "-": Colour.GREY,
    "s": Colour.RED,
    "a": Colour.GREY,
    "R": Colour.RED,
    "Y": Colour.YELLOW,
    "G": Colour.GREEN,
}
"""A small letter is a month's own light; a capital one was carried over, or is lifted."""

SILENT = {"LIGHT-2": "a", "LIGHT-3": "s"}
"""The letters of months whose report is awaited, or never came."""


_RED = frozenset(letter for letter, colour in LETTERS.items() if colour is Colour.RED)


class Strip(str):
    """A project's year as twelve letters: light enough to be kept for every project."""

    __slots__ = ()

    @classmethod
    def of(cls, months: Mapping[int, LightVerdict]) -> Strip:
        return cls("".join(_letter(months.get(number)) for number in range(1, 13)))

    def colour(self, number: int) -> Colour | None:
        """Colour of the month, or None if it is not judged."""
        return LETTERS[self[number - 1]]

    def is_red(self, number: int) -> bool:
        return self[number - 1] in _RED

    def tells_facts(self, until: int) -> bool:
        """True if any month up to that one gives a signal that is not for a report's absence."""
        return any(
            self.colour(number) in RANK and not self.is_silent(number)
            for number in range(1, until + 1)
        )

    def is_silent(self, number: int) -> bool:
        return self[number - 1] in SILENT.values()

    def is_capital(self, number: int) -> bool:
        """True if the light was carried over from a month before, or is a lifted headline."""
        return self[number - 1].isupper()

    @property
    def colours(self) -> list[str]:
        return [str(self.colour(number) or "") for number in range(1, 13)]

    @property
    def labels(self) -> list[str]:
        """What is said of each month to those who point at it."""
        colours = enumerate(map(self.colour, range(1, 13)), 1)
        return [
            f"{number}: {colour.label}" if colour else str(number) for number, colour in colours
        ]


DARK = Strip(" " * 12)


@renewed(*DEPENDS_ON, touched=touched_projects, beside=light_rounds)
def year_strips(year: int, today: date, only: Collection[int] | None = None) -> dict[int, Strip]:
    """Return every project's lights of `year` as of `today`, judged from the facts as they stand:
    no old green is seen. Once they are known, only the projects whose facts changed since are
    judged anew.
    """
    return {pk: Strip.of(months) for pk, months in judged_now(year, today, only)}


def judged_now(
    year: int, today: date, only: Collection[int] | None = None
) -> Iterator[tuple[int, dict[int, LightVerdict]]]:
    """Judge a year afresh, with all reasons: the projects whose numbers are in `only`, or all.

    Yields each project's verdicts by number of the month. Reads a fixed number of times.
    """
    for each, found in judged_with_facts(year, today, only):
        yield each.project_id, found


def judged_with_facts(
    year: int, today: date, only: Collection[int] | None = None
) -> Iterator[tuple[JudgedYear, dict[int, LightVerdict]]]:
    """As `judged_now`, with what is judged."""
    office = lights_in_force()
    rules = {month: office.on(month.first_day) for month in months_of(year)}
    for each in facts_of(year, today=today, only=only):
        numbers = (facts.month.number for facts in each.months)
        found = judge_year(
            each.months, each.project_class, rules.__getitem__, today=today, final=each.final
        )
        yield each, dict(zip(numbers, found, strict=True))


def verdicts(project: Project, year: int, today: date) -> dict[int, LightVerdict]:
    """Return one project's verdicts of the year, by number of the month."""
    return dict(judged_now(year, today, [project.pk])).get(project.pk, {})


def latest_month(year: int, today: date) -> Month:
    """Return the last month of `year` that was run (`last_month_run`); else the last that began."""
    if last := last_month_run(year):
        return last
    return Month.of(today) if today.year == year else Month(year, 1 if today.year < year else 12)


def given(project: Project, year: int) -> list[MachineLight]:
    """Return the verdicts stored for one project's year, newest first."""
    return list(
        MachineLight.objects.filter(project=project, month__year=year).order_by("-month", "-pk")
    )


def says_silence(verdict: LightVerdict | None) -> bool:
    """True if the verdict stands for a report that did not come."""
    return verdict is not None and bool(verdict.silence)


def _letter(verdict: LightVerdict | None) -> str:
    if verdict is None:
        return " "
    return SILENT.get(verdict.silence) or letter_of(verdict.colour)


def letter_of(colour: Colour) -> str:
    return _LETTER_OF[colour]


_LETTER_OF = {Colour.RED: "r", Colour.YELLOW: "y", Colour.GREEN: "g", Colour.GREY: "-"}
