"""The bulk forms of actions ask whoever writes, as the single actions do: each fact, each role."""

from collections.abc import Callable
from typing import Any

import pytest

from bihuan.accounts.actions import bulk as accounts
from bihuan.accounts.drafts import OrganisationDraft
from bihuan.accounts.models import User
from bihuan.accounts.roles import GRANTS, Can, Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.kit.bulk_writes import BulkWrites, Edit
from bihuan.kit.errors import NotAllowed
from bihuan.kit.writing import one_writer
from bihuan.plans.actions import bulk as plans
from bihuan.plans.drafts import ListDraft
from bihuan.progress.actions import bulk as progress
from bihuan.progress.drafts import RoundDraft
from bihuan.projects.drafts import ChainDraft, StepDraft
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import make_project
from bihuan.statistics.actions import bulk as statistics
from bihuan.statistics.actions import bulk_outputs as chains
from bihuan.statistics.drafts import OutputDraft, StandingDraft

from .bulk_drafts import APRIL, AT, draft, of_projects, report, write

pytestmark = pytest.mark.django_db
Writer = Callable[[User, Project], None]


def _accounts(by: User, project: Project) -> None:
    drafts = [OrganisationDraft("甲公司")]
    said: dict[str, Any] = {"leaders": (), "edits": (), "writes": BulkWrites(), "by": by, "at": AT}
    with one_writer():
        accounts.add_many(organisations=drafts, **said)


def _months(*, rounds: bool = False, **said: Any) -> Writer:
    begun = [RoundDraft(APRIL, APRIL, APRIL, "open")] if rounds else []

    def do(by: User, project: Project) -> None:
        reports = [] if rounds else [report(project, **said)]
        write(progress, by, rounds=begun, reports=reports)

    return do


def _bureau(by: User, project: Project) -> None:
    blank: dict[str, Any] = dict.fromkeys(("standing_edits", "counted", "fixed_assets"), ())
    write(statistics, by, standings=[StandingDraft(project)], **blank)


def _output(by: User, project: Project) -> None:
    drafts = [OutputDraft(ChainDraft("新链"), "企业", 2023, 1, 1)]
    write(chains, by, form="write_outputs", outputs=drafts)


WRITERS: dict[str, tuple[Can, Writer]] = {
    "organisations": (Can.ACCOUNTS_MANAGE, _accounts),
    "projects": (Can.PROJECT_EDIT, lambda by, _p: of_projects(by, projects=[draft("新工程")])),
    "particulars": (
        Can.PROJECT_EDIT,
        lambda by, p: of_projects(by, edits=[Edit(p, {"place": ("", "城北")})]),
    ),
    "days": (
        Can.PROJECT_EDIT,
        lambda by, p: of_projects(by, edits=[Edit(p, {"permit_on": (None, APRIL)})]),
    ),
    "steps": (
        Can.PROJECT_EDIT,
        lambda by, p: of_projects(
            by, steps=[StepDraft(p, ProjectState.PREPARATION, ProjectState.CONSTRUCTION, APRIL)]
        ),
    ),
    "chains": (Can.CHAIN_ENTER, lambda by, _p: of_projects(by, chains=[ChainDraft("新链")])),
    "lists": (
        Can.PLAN_EDIT,
        lambda by, _p: write(
            plans, by, drafts=plans.PlanDrafts(lists=[ListDraft(2023, "district")])
        ),
    ),
    "rounds": (Can.ROUND_MANAGE, _months(rounds=True)),
    "reports": (Can.REPORT_FILL, _months()),
    "history": (Can.REPORT_ACCEPT, _months(state="accepted")),
    "statistics": (Can.STATISTICS_ENTER, _bureau),
    "output": (Can.CHAIN_ENTER, _output),
}


@pytest.mark.parametrize("facts", WRITERS)
def test_each_bulk_form_asks_whoever_writes(facts: str) -> None:
    can, do = WRITERS[facts]
    home = make_organisation()
    project = make_project(owner=home)
    for role in Role:
        if can not in GRANTS[role]:
            with pytest.raises(NotAllowed):
                do(make_user(role=role, organisation=home), project)
