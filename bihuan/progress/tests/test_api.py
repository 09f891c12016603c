from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.progress import actions
from bihuan.progress.models import MilestoneReached, Report, Round
from bihuan.projects.models import Project

from .factories import (
    AFTER_MARCH,
    IN_MARCH,
    WAN,
    make_listed,
    make_milestone,
    make_reporter,
    open_march,
    report_march,
)

pytestmark = pytest.mark.django_db
API = "/api/progress"
READS = [
    f"{API}/rounds?year=2024",
    f"{API}/rounds/2024-03/lines",
    f"{API}/reports",
    f"{API}/reports/1",
    f"{API}/corrections?year=2024",
]
WRITES = [
    f"{API}/rounds/2024-03/open",
    f"{API}/rounds/2024-03/close",
    f"{API}/rounds/2024-03/lock",
    f"{API}/rounds/2024-03/reopen",
    f"{API}/reports",
    f"{API}/reports/no-change",
    f"{API}/reports/accept",
    f"{API}/reports/1/submit",
    f"{API}/reports/1/withdraw",
    f"{API}/reports/1/review",
    f"{API}/reports/1/return",
    f"{API}/reports/1/accept",
    f"{API}/reports/1/correct",
    f"{API}/milestones/1/reach",
]


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel(IN_MARCH, tick=False):
        yield


def post(user: User, path: str, **body: Any) -> Any:
    return signed_in(user).post(f"{API}{path}", body, content_type="application/json")


def test_strangers_are_told_to_sign_in() -> None:
    client = Client()
    assert {client.get(url).status_code for url in READS} == {401}
    assert {
        client.post(url, {}, content_type="application/json").status_code for url in WRITES
    } == {401}


def test_a_month_goes_from_draft_to_accepted(reporter: User, project: Project) -> None:
    office = make_user()
    assert post(office, "/rounds/2024-03/open").status_code == 201
    draft = post(
        reporter,
        "/reports",
        project_id=project.pk,
        month="2024-03",
        completed_yuan=100 * WAN,
        physical_percent="30.5",
        funds_yuan={"fiscal": 7},
    )
    assert draft.status_code == 201
    assert draft.json()["funds_yuan"] == {"fiscal": 7}
    assert Decimal(draft.json()["physical_percent"]) == Decimal("30.5")
    pk = draft.json()["id"]
    assert post(reporter, f"/reports/{pk}/submit").json()["state"] == "submitted"
    assert post(office, f"/reports/{pk}/accept").json()["state"] == "accepted"
    read = signed_in(reporter).get(f"{API}/reports/{pk}").json()
    assert (read["completed_yuan"], read["month"]) == (100 * WAN, "2024-03")


def test_a_second_saver_gets_409(reporter: User, project: Project) -> None:
    open_march()
    body = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 1}
    assert post(reporter, "/reports", **body).status_code == 201
    again = post(reporter, "/reports", **body)
    assert again.status_code == 409
    assert again.json()["message"]


def test_who_read_an_older_edition_gets_409(reporter: User, project: Project) -> None:
    report, office = report_march(project, by=reporter), make_user()
    read = report.edition
    for step in ("withdraw", "submit"):
        assert post(reporter, f"/reports/{report.pk}/{step}").status_code == 200
    for step, said in (("review", {}), ("return", {"note": "补形象"}), ("accept", {})):
        late = post(office, f"/reports/{report.pk}/{step}", edition=read, **said)
        assert (late.status_code, list(late.json())) == (409, ["message", "number"])
    now = signed_in(office).get(f"{API}/reports/{report.pk}").json()
    assert now["state"] == "submitted"
    assert post(office, f"/reports/{report.pk}/review", edition=now["edition"]).status_code == 200
    assert post(office, f"/reports/{report.pk}/accept", edition=now["edition"]).status_code == 200


def test_the_edition_may_be_left_out_and_so_may_the_body(reporter: User, project: Project) -> None:
    report, office = report_march(project, by=reporter), make_user()
    bare = signed_in(office)
    assert bare.generic("POST", f"{API}/reports/{report.pk}/review").status_code == 200
    assert post(office, f"/reports/{report.pk}/return", note="补形象").status_code == 200
    assert post(reporter, f"/reports/{report.pk}/submit").status_code == 200
    told = bare.generic("POST", f"{API}/reports/{report.pk}/accept")
    assert told.json()["state"] == "accepted"


def test_another_s_project_and_report_are_not_there(project: Project, reporter: User) -> None:
    report, stranger = report_march(project, by=reporter), make_reporter()
    milestone = make_milestone(project)
    body = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 1}
    assert post(stranger, "/reports", **body).status_code == 404
    assert post(stranger, "/reports/no-change", **body).status_code == 404
    for step in ("submit", "withdraw", "review", "accept"):
        assert post(stranger, f"/reports/{report.pk}/{step}").status_code == 404
    reach = post(stranger, f"/milestones/{milestone.pk}/reach", reached_on="2024-03-01")
    assert reach.status_code == 404
    client = signed_in(stranger)
    assert client.get(f"{API}/reports/{report.pk}").status_code == 404
    assert client.get(f"{API}/reports").json() == []
    assert client.get(f"{API}/rounds/2024-03/lines").json() == []
    assert post(make_user(), "/rounds/2024-01/close").status_code == 404


def test_who_may_not_gets_403(project: Project, reporter: User) -> None:
    report = report_march(project, by=reporter)
    assert post(reporter, "/rounds/2024-02/open").status_code == 403
    for path in ("/rounds/2024-03/close", f"/reports/{report.pk}/accept"):
        answer = post(reporter, path)
        assert (answer.status_code, bool(answer.json()["message"])) == (403, True)
    viewer = make_user(role=Role.VIEWER)
    body = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 1}
    assert post(viewer, "/reports", **body).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"completed_yuan": 1.5},
        {"completed_yuan": "much"},
        {"completed_yuan": 10**16},
        {"month": "2024-13"},
        {"month": "2024-3"},
        {"physical_percent": "NaN"},
        {"physical_percent": "1.234"},
        {"funds_yuan": {"gift": 1}},
        {"project_id": 0},
        {"edition": -1},
        {"problems": "a\x00b"},
    ],
)
def test_unreadable_values_get_422(project: Project, reporter: User, wrong: dict[str, Any]) -> None:
    body = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 1, **wrong}
    assert post(reporter, "/reports", **body).status_code == 422


def test_impossible_values_get_409(project: Project, reporter: User) -> None:
    open_march()
    for wrong in ({"completed_yuan": -1}, {"physical_percent": "100.01"}):
        body = {"project_id": project.pk, "month": "2024-03", "completed_yuan": 1, **wrong}
        assert post(reporter, "/reports", **body).status_code == 409


def test_no_change_withdraw_review_and_return(project: Project, reporter: User) -> None:
    open_march()
    department = make_user(role=Role.DEPARTMENT, organisation=reporter.organisation)
    body = {"project_id": project.pk, "month": "2024-03"}
    report = post(reporter, "/reports/no-change", **body).json()
    assert (report["no_change"], report["state"]) == (True, "submitted")
    path = f"/reports/{report['id']}"
    assert post(department, f"{path}/review").status_code == 200
    assert post(reporter, f"{path}/withdraw").json()["state"] == "draft"
    post(reporter, f"{path}/submit")
    returned = post(department, f"{path}/return", note="补形象").json()
    assert (returned["state"], returned["returned_note"]) == ("returned", "补形象")


def test_many_are_accepted(reporter: User) -> None:
    reports = [
        report_march(make_listed(owner=reporter.organisation), by=reporter) for _ in range(3)
    ]
    seen = {str(report.pk): report.edition for report in reports}
    answer = post(make_user(), "/reports/accept", reports=seen)
    assert answer.json() == {"accepted": 3, "refused": []}


def test_a_correction_is_listed(project: Project, reporter: User) -> None:
    office, report = make_user(), report_march(project, by=reporter)
    actions.accept(report=report, by=office, at=IN_MARCH)
    answer = post(office, f"/reports/{report.pk}/correct", completed_yuan=5, reason="重复")
    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    (listed,) = signed_in(office).get(f"{API}/corrections?year=2024").json()
    assert (listed["was_yuan"], listed["became_yuan"]) == (100 * WAN, 5)


def test_a_correction_leaves_what_it_does_not_name(project: Project, reporter: User) -> None:
    office = make_user()
    funds = {"special_bond": 7}
    report = report_march(project, by=reporter, physical_percent=40, problems="征地", funds=funds)
    actions.accept(report=report, by=office, at=IN_MARCH)
    new = post(office, f"/reports/{report.pk}/correct", problems="", reason="已解决").json()
    assert new["completed_yuan"] == 100 * WAN
    assert (new["physical_percent"], new["problems"]) == ("40.00", "")
    assert new["funds_yuan"] == funds


def test_locking_reopening_and_counting(project: Project, reporter: User) -> None:
    office = make_user()
    open_march()
    with time_machine.travel(AFTER_MARCH, tick=False):
        assert post(office, "/rounds/2024-03/close").json()["state"] == "closed"
        assert post(office, "/rounds/2024-03/lock").json() == {"frozen": 0}
        body = {"project_id": project.pk, "reason": "断网"}
        assert post(office, "/rounds/2024-03/reopen", **body).status_code == 204
        months = signed_in(reporter).get(f"{API}/rounds?year=2024").json()
        (line,) = signed_in(reporter).get(f"{API}/rounds/2024-03/lines").json()
    assert (months[2]["expected"], months[2]["silent"], months[2]["state"]) == (1, 1, "locked")
    assert (line["standing"], line["report_id"]) == ("silent", None)
    assert Round.objects.get().locked_at is not None


def test_a_milestone_is_reached(project: Project, reporter: User) -> None:
    milestone = make_milestone(project)
    path = f"/milestones/{milestone.pk}/reach"
    assert post(reporter, path, reached_on="2024-03-01").status_code == 200
    assert MilestoneReached.objects.get().reached_on == date(2024, 3, 1)
    assert post(make_user(), path, reached_on="2024-04-01", evidence="x").status_code == 409


def test_a_long_list_costs_no_more_queries(
    reporter: User, django_assert_max_num_queries: Any
) -> None:
    for _each in range(8):
        report_march(make_listed(owner=reporter.organisation), by=reporter, funds={"own": 1})
    client = signed_in(reporter)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"{API}/reports?month=2024-03").json()) == 8
    with django_assert_max_num_queries(9):
        client.get(f"{API}/rounds/2024-03/lines")
    assert Report.objects.count() == 8
