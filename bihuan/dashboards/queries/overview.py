"""The state of the year on one page, for what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.figures.kinds import Basis, Comparison, Dimension
from bihuan.figures.queries import (
    MonthPoint,
    chain_figures,
    months,
    parts,
    some_figures,
)
from bihuan.figures.questions import Question, RowScope
from bihuan.kit.charts import Bar, RateLine, YearColumns
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, Colour
from bihuan.progress.queries import MonthCount, year_counts

from .overview_figures import (
    ASKED,
    LARGE,
    OverviewFigure,
    OverviewGroup,
    groups,
    in_one_unit,
    in_words,
)
from .project_row import ProjectRow
from .register import colours, register, seen_by
from .why import HeldUpBy, whys

MOST_GAPS = 10
COMPLETION = "plan_completion.all"
GAP = "gap_linear.all"
EVEN_YEAR = Decimal(100) / 12


@dataclass(frozen=True)
class Share:
    """How many projects show a light, and the list of them."""

    colour: Colour
    count: int
    percent: Decimal
    href: str


@dataclass(frozen=True)
class MonthPace:
    """One month's speed and acceleration, in percentage points of the annual plan."""

    month: Month
    speed: Decimal | None
    acceleration: Decimal | None


@dataclass(frozen=True)
class Laggard:
    """A project behind the even schedule, and what is said to hold it up, if anything is."""

    row: ProjectRow
    why: HeldUpBy | None


@dataclass(frozen=True)
class Overview:
    """All that the page shows. `schedule` is the even schedule of the month, in percent; `gap` is
    how many points the year lies ahead of it, below zero if it lies behind.
    """

    month: Month
    basis: Basis
    schedule: Decimal
    gap: Decimal | None
    large: list[OverviewFigure]
    groups: list[OverviewGroup]
    columns: YearColumns
    points: list[MonthPoint]
    tiers: list[Bar]
    classes: list[Bar]
    lights: list[Share]
    is_listed: bool
    """True once a project stands on a list of the year."""
    off_lists: int
    """How many of the projects whose lights are counted stood on no list at the month's end."""
    is_judged: bool
    """True once a light of the month gives a signal: before, nothing is behind."""
    reporting: MonthCount
    """Who must report in the month, and who did."""
    is_partial: bool
    """True until the round's last day is over, while reports are missing or wait for acceptance."""
    silent: list[ProjectRow]
    behind: list[Laggard]
    pace: list[MonthPace]

    @property
    def pace_line(self) -> RateLine:
        """The speed of each month beside that of an even year."""
        told = [each for each in self.pace if each.speed is not None]
        return RateLine(
            labels=[str(each.month.number) for each in told],
            rates=[each.speed for each in told if each.speed is not None],
            even=EVEN_YEAR,
            unit=gettext("points"),
        )

    @property
    def bars_without_links(self) -> tuple[list[Bar], list[Bar]]:
        """The tiers and classes for a screen that nobody clicks on."""
        return _unlinked(self.tiers), _unlinked(self.classes)

    @property
    def behind_columns(self) -> tuple[str, ...]:
        """The columns of the list under the table of those furthest behind."""
        return ("light", "planned_yuan", "to_date_yuan", "gap_linear", "lacking_yuan", "held_up")

    @property
    def is_all_reported(self) -> bool:
        """True if somebody was asked for reports of the month, and nobody owes one."""
        return self.reporting.tally.submitted > 0 and not self.reporting.tally.missing

    @property
    def is_measured(self) -> bool:
        """True if the gap of any tier or class is known."""
        return any(bar.target is not None for bar in (*self.tiers, *self.classes))

    @property
    def short(self) -> list[Bar]:
        """The tiers and classes that lie behind the even schedule."""
        return [bar for bar in (*self.tiers, *self.classes) if bar.is_short]

    @property
    def red(self) -> Share | None:
        return next((share for share in self.lights if share.colour is Colour.RED), None)

    @property
    def is_empty(self) -> bool:
        return not self.is_listed


def _unlinked(bars: list[Bar]) -> list[Bar]:
    return [replace(bar, href="") for bar in bars]


def overview(
    user: User, month: Month, basis: Basis, *, today: date, compare: Comparison | None = None
) -> Overview:
    """Return the page's figures, each as the figures' own dictionary gives it, with what they are
    compared with: without a comparison asked for, the same month last year, where it is known.
    """
    question = Question(month.year, month.number, basis, RowScope.of(user), today=today)
    found, unit = in_one_unit(some_figures(question, *ASKED))
    chains = chain_figures(question)
    points = months(question)
    rows = [r for r in seen_by(user, register(month, basis, today)) if r.is_of_year]
    schedule = Decimal(100 * month.number) / 12
    gap = found[GAP].value
    reporting = year_counts(user, month.year, today=today)[month.number - 1]
    shown = in_words(found, question, compare)
    return Overview(
        month=month,
        basis=basis,
        schedule=schedule,
        gap=None if gap is None else Decimal(gap),
        large=[shown[key] for key in LARGE],
        groups=groups(shown, chains, question, compare),
        columns=_columns(points, unit),
        points=points,
        tiers=_bars(Dimension.TIER, "tier", question, schedule),
        classes=_bars(Dimension.CLASS, "class", question, schedule),
        lights=_shares(rows, month),
        is_listed=bool(rows),
        off_lists=sum(not row.tiers for row in rows),
        is_judged=any(row.light in RANK for row in rows),
        reporting=reporting,
        is_partial=_is_partial(reporting, today),
        silent=[row for row in rows if row.is_silent],
        behind=_behind(user, month, rows),
        pace=[MonthPace(p.month, p.speed, p.acceleration) for p in points if p.speed is not None],
    )


def _behind(user: User, month: Month, rows: list[ProjectRow]) -> list[Laggard]:
    """Return those that lack most money against the even schedule, and why."""
    late = [row for row in rows if (row.lacking_yuan or 0) > 0]
    most = sorted(late, key=lambda row: (-(row.lacking_yuan or 0), row.name))[:MOST_GAPS]
    known = whys(user, month, [row.pk for row in most])
    return [Laggard(row, known.get(row.pk)) for row in most]


def _is_partial(reporting: MonthCount, today: date) -> bool:
    tally = reporting.tally
    is_running = reporting.round is not None and today <= reporting.round.closes_on
    return is_running and tally.accepted < tally.expected


def _columns(points: list[MonthPoint], unit: int) -> YearColumns:
    until = max((p.month.number for p in points if p.completed_yuan is not None), default=0)
    return YearColumns(
        labels=[str(point.month.number) for point in points],
        monthly_yuan=[p.completed_yuan for p in points[:until]],
        planned_to_date_yuan=[point.planned_to_date_yuan for point in points],
        beside=unit,
    )


def _bars(dimension: Dimension, parameter: str, question: Question, schedule: Decimal) -> list[Bar]:
    listing = _listing(question)
    bars = []
    for part in parts(dimension, question, COMPLETION, GAP):
        done = part[COMPLETION]
        percent = Decimal(done.value) if done.is_known and done.value is not None else None
        target = None if part[GAP].value is None else schedule
        bars.append(Bar(part.label, percent, target, f"{listing}&{parameter}={part.key}"))
    return bars


def _listing(question: Question) -> str:
    return reverse("dashboards:projects") + f"?year={question.year}&month={question.month}"


def _shares(rows: list[ProjectRow], month: Month) -> list[Share]:
    listing = _listing(Question(month.year, month.number))
    counted = colours(rows)
    whole = sum(counted.values()) or 1
    return [
        Share(colour, n, Decimal(100 * n) / whole, f"{listing}&light={colour.value}")
        for colour, n in counted.items()
    ]
