"""What a meeting sees of one project on the big screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.kit.charts import SCurve
from bihuan.kit.months import Month, months_of
from bihuan.lights.kinds import Colour
from bihuan.lights.queries import headlines
from bihuan.progress.models import Photo, Report
from bihuan.project_months.reading import YearReading, read_year
from bihuan.project_months.rules import ProjectMonth
from bihuan.projects.models import Project
from bihuan.projects.rates import rate, rounding
from bihuan.visits.models import Visit, VisitPhoto

from .models import Decision, Meeting
from .queries import DecisionLine, decision_lines

LAST = 4
"""How many earlier decisions are shown; those made last."""


@dataclass(frozen=True)
class ProjectPhoto:
    """The newest photo of a project: where it is served, and the day or month it shows."""

    address: str
    taken: date
    is_of_visit: bool


@dataclass(frozen=True)
class ProjectOnScreen:
    """A project at the end of the meeting's month, its year's curve, the newest photo, and what
    earlier meetings decided on it.
    """

    project: Project
    colour: Colour | None
    month: ProjectMonth
    curve: SCurve
    photo: ProjectPhoto | None
    earlier: list[DecisionLine]

    @property
    def completion(self) -> Decimal | None:
        """The share of the plan that is completed, as every page shows it."""
        done = self.month.known_yuan
        return None if done is None else rate(done, self.month.planned_yuan, rounding())


def on_screen(meeting: Meeting, project: Project, user: User, today: date) -> ProjectOnScreen:
    """Return what is shown of a project of the meeting; the same number of queries for any."""
    month = Month.of(meeting.month)
    reading = read_year(month.year, {project.pk})
    lights = headlines(month.year, today).get(project.pk)
    return ProjectOnScreen(
        project=project,
        colour=lights.headline.colour(month.number) if lights else None,
        month=reading.at(project.pk, month),
        curve=_curve(reading, project.pk, month),
        photo=_photo(project, month, user),
        earlier=_earlier(meeting, project, user, today),
    )


def _curve(reading: YearReading, pk: int, upto: Month) -> SCurve:
    """What the plan expects by each month of the year, and what was completed from the first report
    up to a month.
    """
    reported = reading.reports.get(pk, {})
    first = min(reported, default=upto.number + 1)
    known = [reading.at(pk, month) for month in months_of(upto.year)]
    planned = [each.expected_yuan for each in known if each.planned_yuan]
    return SCurve(
        labels=[str(each.month.number) for each in known],
        planned_yuan=planned if len(planned) == len(known) else [],
        actual_yuan=[
            each.completed_yuan if each.month.number >= first else None
            for each in known
            if each.month <= upto
        ],
    )


def _photo(project: Project, month: Month, user: User) -> ProjectPhoto | None:
    """The newest photo that `user` may see, of a report up to the month or of a visit."""
    reports = Report.objects.visible_to(user).filter(
        project=project, month__lte=month.first_day, is_current=True
    )
    of_report = Photo.objects.filter(report__in=reports).select_related("report")
    reported = of_report.order_by("-report__month", "-pk").first()
    visits = Visit.objects.visible_to(user).complete().filter(project=project)
    of_visit = VisitPhoto.objects.filter(visit__in=visits).exclude(file="").select_related("visit")
    visited = of_visit.order_by("-visit__visited_on", "order").first()
    found = []
    if reported:
        address = reverse("progress:photo", args=[reported.pk])
        last_day = Month.of(reported.report.month).last_day
        found.append(ProjectPhoto(address, last_day, is_of_visit=False))
    if visited:
        address = reverse("visits:photo", args=[visited.pk])
        found.append(ProjectPhoto(address, visited.visit.visited_on, is_of_visit=True))
    return max(found, key=lambda photo: photo.taken, default=None)


def _earlier(meeting: Meeting, project: Project, user: User, today: date) -> list[DecisionLine]:
    rows = Decision.objects.visible_to(user).filter(item__project=project)
    before = rows.filter(meeting__held_on__lte=meeting.held_on).exclude(meeting=meeting)
    return decision_lines(before.order_by("-meeting__held_on", "-pk")[:LAST], today)
