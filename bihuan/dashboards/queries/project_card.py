"""What one sheet of paper says of a project: 一项目一卡."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.queries import Contact, contacts_of
from bihuan.kit.months import Month
from bihuan.lights.wording import LightReasonText
from bihuan.matters.queries import MatterThen, open_on
from bihuan.papers.models import IssuedPaper
from bihuan.progress.models import Photo
from bihuan.projects.describing import ParticularText, described
from bihuan.projects.models import Project
from bihuan.projects.parties import as_it_was
from bihuan.visits.kinds import VisitState
from bihuan.visits.models import VisitPhoto

from .project_page import MilestoneStep, ProjectPage, project_page

ALONGSIDE = ("owner", "responsible", "commander", "chain", "merged_into")
SAID = (
    "content",
    "place",
    "owner",
    "responsible",
    "commander",
    "contact",
    "contact_phone",
    "planned_start_on",
    "planned_finish_on",
)
"""The particulars on a card, in this order."""
MOST_REASONS = 3
MOST_STEPS = 8
MOST_PAPERS = 5
MOST_MATTERS = 5


@dataclass(frozen=True)
class OrganisationContacts:
    """Who is called at one of a project's organisations. `reports` tells that it hands the month's
    report in; the others review it. `stands_in` that it does so for an owner without an account.
    """

    organisation: Organisation
    people: list[Contact]
    reports: bool
    stands_in: bool = False


@dataclass(frozen=True)
class ProjectCard:
    """One project on one sheet. `open_matters` are those open at the end of its month, or today,
    the weightiest first; `photo` is the address of its newest picture by then, or nothing.
    """

    project: Project
    page: ProjectPage
    particulars: list[ParticularText]
    contacts: list[OrganisationContacts]
    open_matters: list[MatterThen]
    photo: str

    @property
    def reasons(self) -> list[LightReasonText]:
        """Why its light is as it is, the weightiest first."""
        month = self.page.stands.month.number
        return self.page.lines[month - 1].reasons[:MOST_REASONS]

    @property
    def steps(self) -> list[MilestoneStep]:
        return self.page.steps[:MOST_STEPS]

    @property
    def steps_left_out(self) -> int:
        return max(len(self.page.steps) - MOST_STEPS, 0)

    @property
    def matters(self) -> list[MatterThen]:
        return self.open_matters[:MOST_MATTERS]

    @property
    def matters_left_out(self) -> int:
        return max(len(self.open_matters) - MOST_MATTERS, 0)


def project_card(pk: int, year: int, today: date, month: Month) -> ProjectCard:
    """Return a project's sheet as of the end of `month`, with who had it then."""
    day = min(month.last_day, today)
    project = as_it_was(Project.objects.select_related(*ALONGSIDE).get(pk=pk), month.last_day)
    return ProjectCard(
        project,
        project_page(project, year, today=today, month=month),
        described(project, SAID),
        contacts(project),
        open_on(day, pk),
        _photo(pk, month),
    )


def contacts(project: Project) -> list[OrganisationContacts]:
    """Return who reports for its owner, or for whoever answers for it where the owner has nobody
    (WORK-5), and who reviews.
    """
    asked = {each.pk: each for each in (project.owner, project.responsible) if each}
    found = contacts_of(asked.keys())
    there = [(each, found[pk]) for pk, each in asked.items() if pk in found]
    owner = project.owner
    return [
        OrganisationContacts(
            each,
            people,
            reports=place == 0,
            stands_in=place == 0 and owner is not None and each != owner,
        )
        for place, (each, people) in enumerate(there)
    ]


def papers_about(
    user: User, projects: Collection[int], *, on: date
) -> dict[int, list[IssuedPaper]]:
    """Return the newest papers about the matters of each project that `user` may see, of those
    that were issued and not void at the end of the day.
    """
    links = IssuedPaper.matters.through.objects.filter(
        matter__project__in=projects,
        issuedpaper__in=IssuedPaper.objects.visible_to(user).standing_on(on),
    )
    rows = links.select_related("issuedpaper", "matter").order_by("-issuedpaper__issued_at")
    found: defaultdict[int, dict[int, IssuedPaper]] = defaultdict(dict)
    for link in rows:
        found[link.matter.project_id or 0][link.issuedpaper_id] = link.issuedpaper
    return {pk: list(papers.values())[:MOST_PAPERS] for pk, papers in found.items()}


def _photo(pk: int, month: Month) -> str:
    """Return the address of the newest photo of a visit, else of a report, of `month` or before."""
    visited = VisitPhoto.objects.filter(
        visit__project=pk,
        visit__state=VisitState.COMPLETE,
        visit__visited_on__lte=month.last_day,
        received_at__isnull=False,
    )
    if newest := visited.order_by("-visit__visited_on", "order").values_list("pk").first():
        return reverse("visits:photo", args=newest)
    reported = Photo.objects.filter(
        report__project=pk, report__is_current=True, report__month__lte=month.first_day
    )
    if newest := reported.order_by("-report__month", "pk").values_list("pk").first():
        return reverse("progress:photo", args=newest)
    return ""
