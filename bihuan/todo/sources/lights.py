"""Lights: a red project whose commander has not said what he or she thinks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.words import gettext
from bihuan.lights.kinds import Colour
from bihuan.lights.presets import headline_in_force
from bihuan.lights.queries import headlines, latest_month
from bihuan.lights.rules import is_in_time
from bihuan.plans.queries import running_year
from bihuan.progress.queries import closing_day
from bihuan.projects.models import Project
from bihuan.todo.kinds import TaskKind
from bihuan.todo.rules import Task


def of_lights(user: User, today: date) -> Iterator[Task]:
    """The red projects of a commander that have no light of the commander's own, while it may be
    given (WORK-7).
    """
    if not may(user, Can.LIGHT_SPEAK):
        return
    own = dict(Project.objects.visible_to(user).live().values_list("pk", "name"))
    if not own:
        return
    month = latest_month(running_year(today), today)
    office = headline_in_force().on(month.first_day)
    if not is_in_time(month, today, office, closing_day(month)):
        return
    for pk, year in headlines(month.year, today).items():
        is_red = year.headline.colour(month.number) == Colour.RED
        if pk in own and is_red and year.commander.colour(month.number) is None:
            yield Task(
                kind=TaskKind.SPEAK,
                what=gettext("Red in %s: give your own light") % month.in_words,
                link=reverse("lights:light", args=[month, pk]),
                project=own[pk],
                project_id=pk,
            )
