"""Who may call what: every role at every call that changes something."""

import json
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bihuan.accounts.actions import issue_token, name_deputy
from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.funding.kinds import FundingStage
from bihuan.funding.tests.factories import enter, make_line
from bihuan.plans.actions import add_milestone
from bihuan.progress.tests.factories import make_listed, report_march
from bihuan.projects.models import Chain
from bihuan.site.tests.contract import contract
from bihuan.statistics.actions import enrol_enterprise, remember_bureau_name
from bihuan.statistics.chains.drafts import PlaceDraft

from .cells import every
from .frozen_rows import frozen_rows

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 22, 2, tzinfo=UTC)
SCHEMA = contract()
WRITES = ("post", "put", "patch", "delete")
CALLS = [
    f"{method} {path.removeprefix('/api/')}"
    for path, methods in SCHEMA["paths"].items()
    for method in methods
    if method in WRITES
]
PEOPLE: tuple[str, ...] = tuple(role for role in Role if role != Role.CONSOLE)
OFFICE: set[str] = {Role.OFFICE}
FILLERS: set[str] = {Role.OFFICE, Role.REPORTER, Role.DEPARTMENT}
REVIEWERS: set[str] = {Role.OFFICE, Role.DEPARTMENT}
STATISTICS: set[str] = {Role.STATISTICS}
RAISERS: set[str] = FILLERS | {Role.COMMANDER, Role.SUPERVISOR}
DECIDERS: set[str] = {Role.OFFICE, Role.SUPERVISOR}
ASSESSED: set[str] = {Role.REPORTER, Role.DEPARTMENT, Role.COMMANDER}
ALLOWED: dict[str, set[str]] = {
    "post accounts/organisations": OFFICE,
    "put accounts/organisations/{pk}": OFFICE,
    "post accounts/organisations/{pk}/rename": OFFICE,
    "post accounts/organisations/{pk}/merge": OFFICE,
    "post accounts/leaders": OFFICE,
    "put accounts/leaders/{pk}": OFFICE,
    "post accounts/users": OFFICE,
    "put accounts/users/{pk}": OFFICE,
    "post accounts/users/{pk}/deactivate": OFFICE,
    "post accounts/users/{pk}/reactivate": OFFICE,
    "post accounts/users/{pk}/password": OFFICE,
    "post accounts/users/import": OFFICE,
    "post accounts/users/{pk}/hand-over": OFFICE,
    "post accounts/users/{pk}/deputies": OFFICE,
    "post accounts/deputies/{pk}/end": OFFICE,
    "post accounts/tokens": set(PEOPLE),
    "patch district": OFFICE,
    "post district/confirm": OFFICE,
    "post projects": OFFICE,
    "patch projects/{pk}": OFFICE,
    "post projects/{pk}/state": OFFICE,
    "post projects/{pk}/clocks": OFFICE,
    "post projects/{pk}/merge": OFFICE,
    "post plans/carry-over": OFFICE,
    "post plans/lists": OFFICE,
    "patch plans/lists/{pk}": OFFICE,
    "post plans/lists/{pk}/milestones": OFFICE,
    "post plans/entries": OFFICE,
    "post plans/entries/{pk}/promote": OFFICE,
    "post plans/entries/{pk}/leave": OFFICE,
    "post plans/entries/{pk}/return": OFFICE,
    "post plans/entries/{pk}/plans": OFFICE,
    "put plans/classes": OFFICE,
    "post plans/milestones": OFFICE,
    "post plans/milestones/one": OFFICE,
    "post plans/milestones/{pk}/promises": OFFICE,
    "post progress/rounds/{month}/open": OFFICE,
    "post progress/rounds/{month}/close": OFFICE,
    "post progress/rounds/{month}/extend": OFFICE,
    "post progress/rounds/{month}/lock": OFFICE,
    "post progress/rounds/{month}/reopen": OFFICE,
    "post progress/reports": FILLERS,
    "post progress/reports/no-change": FILLERS,
    "post progress/reports/accept": OFFICE,
    "post progress/reports/{pk}/submit": FILLERS,
    "post progress/reports/{pk}/withdraw": {Role.REPORTER},  # who submitted it,
    "post progress/reports/{pk}/review": REVIEWERS,
    "post progress/reports/{pk}/return": REVIEWERS,
    "post progress/reports/{pk}/accept": OFFICE,
    "post progress/reports/{pk}/correct": OFFICE,
    "post progress/reports/{pk}/photos": FILLERS,
    "post progress/milestones/{pk}/reach": FILLERS,
    "post statistics/standings": STATISTICS,
    "post statistics/months": STATISTICS,
    "post statistics/investments": STATISTICS,
    "post statistics/names": STATISTICS,
    "post statistics/names/{pk}/withdraw": STATISTICS,
    "post statistics/two-counts": RAISERS,
    "post chains/outputs": OFFICE,
    "put chains/{pk}/lead": OFFICE,
    "put chains/{pk}/targets": OFFICE,
    "post chains/{pk}/places": OFFICE,
    "put chains/places/{pk}": OFFICE,
    "post chains/{pk}/months": OFFICE,
    "put chains/projects/{project_pk}": OFFICE,
    "post funding/lines": FILLERS,
    "post funding/lines/{pk}/entries": FILLERS,
    "post funding/lines/{pk}/cut": OFFICE,
    "post funding/lines/{pk}/hand-back": FILLERS,
    "post funding/entries/{pk}/correct": FILLERS,
    "post funding/entries/{pk}/withdraw": FILLERS,
    "post funding/counties": OFFICE,
    "post funding/statements/{pk}/ask": RAISERS,
    "post funding/oversight/lines/{pk}/raise": RAISERS,
    "post assessment/schemes/check": OFFICE,
    "post assessment/drafts": OFFICE,
    "put assessment/drafts/{pk}": OFFICE,
    "post assessment/drafts/{pk}/rename": OFFICE,
    "post assessment/drafts/{pk}/restore": OFFICE,
    "post assessment/drafts/{pk}/discard": OFFICE,
    "post assessment/drafts/{pk}/adopt": OFFICE,
    "post assessment/simulate": DECIDERS,
    "post assessment/schemes/attack": DECIDERS,
    "post assessment/results/freezes": OFFICE,
    "post assessment/results/scores/{pk}/appeals": ASSESSED,
    "post assessment/results/appeals/{pk}/answer": DECIDERS,
    "post assessment/results/exemptions": DECIDERS,
    "post assessment/results/adjustments": DECIDERS,
    "post assessment/results/terms/{pk}/decide": DECIDERS,
    "post assessment/results/terms/{pk}/revoke": DECIDERS,
    "post assessment/results/ledger": OFFICE,
    "post assessment/results/ledger/{pk}/void": OFFICE,
    "post assessment/results/ledger/{pk}/paper": OFFICE,
}
WORDS = {"month": "2024-03", "from_month": "2024-03", "points": "1"}
"""What stands for texts of a shape of their own."""
OWN = ("post accounts/tokens", "post work/channels", "put work/settings")
APPS = (
    "accounts",
    "district",
    "projects",
    "plans",
    "progress",
    "statistics",
    "chains",
    "funding",
    "assessment",
)
OF_A_PERSON = {"post accounts/tokens/{pk}/revoke"}


class RowsInReach:
    """One row of each kind, within reach of whoever asks."""

    def __init__(self) -> None:
        self.home, boss = make_organisation(), make_user(role=Role.COMMANDER)
        self.next_home = make_organisation()
        self.project = make_listed(owner=self.home, commander=make_leader(user=boss))
        self.other = make_listed(owner=self.home, commander=self.project.commander)
        self.people = {
            role: boss if role == Role.COMMANDER else make_user(role=role, organisation=self.home)
            for role in PEOPLE
        }
        self.report = report_march(self.project, by=self.people[Role.REPORTER], at=AT)
        step = add_milestone(
            project_year=self.project.years.get(),
            name="主体完工",
            due_on=date(2024, 9, 30),
            by=self.people[Role.OFFICE],
            at=AT,
        )
        self.rows = {
            "accounts/organisations": self.home.pk,
            "accounts/leaders": Leader.objects.get().pk,
            "accounts/users": make_user().pk,
            "accounts/deputies": self._deputyship(),
            "projects": self.project.pk,
            "plans/lists": self.project.entries.get().annual_list_id,
            "plans/entries": self.project.entries.get().pk,
            "plans/milestones": step.pk,
            "progress/milestones": step.pk,
            "progress/reports": self.report.pk,
            **self._money(),
            **self._chain(),
            "statistics/names": self._bureau_name(),
            **frozen_rows(self.project, by=make_user(), at=AT),
        }
        self.ids = {
            "project_id": self.project.pk,
            "subject_id": self.project.pk,
            "first_month": 1,
            "last_month": 12,
            "into_id": self.other.pk,
            "list_id": self.rows["plans/lists"],
            "year": 2024,
            "from_year": 2024,
            "to_year": 2025,
            "user_id": boss.pk,
            "successor_id": boss.pk,
            "deputy_id": boss.pk,
            "chain_id": self.rows["chains"],
        }
        self.events = Event.objects.count()

    def _money(self) -> dict[str, int]:
        entry = enter(make_line(self.project), FundingStage.APPLIED, date(2024, 3, 4), 5)
        lines = {"funding/lines": entry.line_id, "funding/oversight/lines": entry.line_id}
        lines |= {"funding/statements": self.report.pk}
        return {**lines, "funding/entries": entry.pk}

    def _chain(self) -> dict[str, int]:
        chain = Chain.objects.create(name="链")
        draft = PlaceDraft("丙公司", "up")
        place = enrol_enterprise(chain=chain, draft=draft, by=self.people[Role.OFFICE], at=AT)
        return {
            "chains": chain.pk,
            "chains/places": place.pk,
            "chains/projects": self.project.pk,
        }

    def _bureau_name(self) -> int:
        said: dict[str, Any] = {"by": self.people[Role.STATISTICS], "at": AT}
        return remember_bureau_name(name="统计表中的路", project=self.project, **said).pk

    def _deputyship(self) -> int:
        made = name_deputy(
            person=make_user(),
            deputy=make_user(),
            since=date(2024, 3, 22),
            until=date(2024, 3, 22),
            by=self.people[Role.OFFICE],
            at=AT,
        )
        return made.pk

    def address(self, path: str) -> str:
        app = "/".join(path.split("/")[:2]) if path.count("/") else path
        pk = (
            self.rows.get("/".join(path.split("/")[:3]))
            or self.rows.get(app)
            or self.rows.get(path.split("/")[0])
            or 1
        )
        path = path.replace("{month}", "2024-03").replace("{year}", "2024")
        return "/api/" + re.sub(r"\{[^}]+\}", str(pk), path)

    def body(self, call: str) -> str:
        method, path = call.split(" ")
        asked = SCHEMA["paths"][f"/api/{path}"][method].get("requestBody")
        shape = asked["content"].get("application/json") if asked else None
        ids = self.ids
        if path.startswith("accounts/organisations"):
            ids = ids | {"into_id": self.next_home.pk}
        return json.dumps(sample(shape["schema"], ids)) if shape else ""


def sample(schema: dict[str, Any], ids: dict[str, int], name: str = "") -> Any:
    """Return the least that the schema takes."""
    while "$ref" in schema:
        schema = SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for several in ("allOf", "anyOf"):
        if several in schema:
            return sample(schema[several][0], ids, name)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "object":
        needed = schema.get("required", [])
        return {key: sample(schema["properties"][key], ids, key) for key in needed}
    if schema.get("type") == "string":
        if name in WORDS:
            return WORDS[name]
        return "2024-03-20" if schema.get("format") == "date" else "words"
    kinds = {"integer": ids.get(name, 1), "number": 1, "boolean": True, "array": []}
    return kinds.get(str(schema.get("type")), "words")


def ask(world: RowsInReach, call: str, role: str):
    """Answer a call of somebody in that role, and undo what it did."""
    client = Client()
    client.force_login(world.people[role])
    method, path = call.split(" ")
    with transaction.atomic():
        answer = client.generic(
            method.upper(), world.address(path), world.body(call), content_type="application/json"
        )
        undone = Event.objects.count() - world.events
        transaction.set_rollback(True)
    assert role != Role.VIEWER or not undone or call in OWN
    return answer


@pytest.fixture
def world(db):
    return RowsInReach()


@every("call", sorted(ALLOWED), rolled_back=True)
def test_a_call_is_open_to_its_roles_and_to_no_others(world, call):
    told = {role: ask(world, call, role) for role in PEOPLE}
    shut = {role for role, answer in told.items() if answer.status_code == 403}
    said = {role: (answer.status_code, answer.content) for role, answer in told.items()}
    assert shut == set(PEOPLE) - ALLOWED[call], said
    assert all(told[role].json()["message"] for role in shut)
    assert not [role for role in ALLOWED[call] if told[role].status_code in (404, 422)], said


def test_every_call_of_these_apps_is_in_the_table():
    here = {c for c in CALLS if c.split(" ")[1].split("/")[0] in APPS}
    assert here - OF_A_PERSON == ALLOWED.keys()


@every("call", [c for c in CALLS if c not in OWN], rolled_back=True)
def test_a_viewer_changes_nothing(world, call):
    assert ask(world, call, Role.VIEWER).status_code in (403, 404, 409, 422)


def test_a_key_opens_what_its_user_may_and_nothing_when_it_is_ended():
    reporter = make_user(role=Role.REPORTER)
    token, key = issue_token(name="脚本", access="write", by=reporter, at=timezone.now())
    with_key = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/accounts/me", headers=with_key).json()["id"] == reporter.pk
    shut = Client().post(
        "/api/projects", {"name": "x"}, content_type="application/json", headers=with_key
    )
    assert shut.status_code == 403
    token.revoked_at = datetime.combine(date(2024, 3, 23), AT.time(), UTC)
    token.save()
    assert Client().get("/api/accounts/me", headers=with_key).status_code == 401
