"""What became of a year's promises, and how its completion reads by those made first (RESULT-17 to
RESULT-19).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Min

from bihuan.accounts.models import User
from bihuan.assessment.rules.commitments import (
    ListPlace,
    PromisedSum,
    PromisedYear,
    check_since,
    original_place,
    sums,
)
from bihuan.audit.event_versions import one_reading
from bihuan.kit.months import Month
from bihuan.plans.models import AnnualList, Entry, Plan
from bihuan.plans.places import TIERS
from bihuan.project_months.reading import read_year
from bihuan.projects.models import Project
from bihuan.projects.rates import DIGITS, rounding

from .commitment_changes import CommitmentChange, changes_of


@dataclass(frozen=True)
class Commitments:
    """A year to the end of a month: what was changed from the month `since` on, and the sums."""

    since: Month
    month: Month
    changes: list[CommitmentChange]
    sums: Mapping[str, PromisedSum]


@one_reading()
def commitments(user: User | None, month: Month, since: Month) -> Commitments:
    """Return what became of the promises of a year, of the projects that `user` sees; None sees
    all. Raises Refusal if `since` is of another year, or after.
    """
    check_since(month, since)
    rows = Project.objects.all() if user is None else Project.objects.visible_to(user)
    names = dict(rows.order_by().values_list("pk", "name"))
    places = list_places(month.year)
    changes = [each for each in changes_of(month, since, places) if each.project_id in names]
    named = [each.named(names[each.project_id]) for each in changes]
    years = _years(month, names, places)
    return Commitments(since, month, named, sums(years, digits=DIGITS, rounding=rounding()))


def list_places(year: int) -> Mapping[int, list[ListPlace]]:
    """Return the places of projects on the lists of a year. A list bears originally those that came
    no later than the day it was published, or, if nobody knows that, than its first (RESULT-17).
    """
    lists = AnnualList.objects.filter(year=year).annotate(first=Min("entries__added_on"))
    began = {each.pk: each.published_on or each.first for each in lists}
    rows = Entry.objects.filter(annual_list__year=year, plans__version=1)
    found: defaultdict[int, list[ListPlace]] = defaultdict(list)
    for project, of_list, tier, added_on, yuan in rows.order_by().values_list(
        "project_id", "annual_list_id", "annual_list__tier", "added_on", "plans__planned_yuan"
    ):
        day = began[of_list]
        original = day is not None and added_on <= day
        found[project].append(ListPlace(TIERS.index(tier), added_on, original, yuan))
    return found


def _years(
    month: Month, names: Mapping[int, str], places: Mapping[int, list[ListPlace]]
) -> list[PromisedYear]:
    reading, found = read_year(month.year), []
    listed = set(
        Plan.objects.filter(entry__annual_list__year=month.year).values_list(
            "entry__project_id", flat=True
        )
    )
    for pk in sorted(listed & names.keys()):
        now, first = reading.at(pk, month), original_place(places.get(pk, ()))
        found.append(
            PromisedYear(
                pk,
                names[pk],
                first.first_yuan if first else None,
                now.planned_yuan if now.stands else None,
                now.completed_yuan,
            )
        )
    return found
