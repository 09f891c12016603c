"""The year that somebody works in goes along from page to page."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.dispatch.tests.factories import plan
from bihuan.importing import actions as importing
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.kit.months import Month
from bihuan.matters.tests.factories import noon
from bihuan.plans.models import Entry
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import open_round
from bihuan.progress.tests.factories import make_reporter, report_march
from bihuan.projects.models import District, Project

from .test_doors import PAGES as ROUTES

pytestmark = pytest.mark.django_db
AT = datetime(2025, 1, 22, 2, tzinfo=UTC)
PAGES = (
    "/plans/",
    "/progress/",
    "/projects/",
    "/",
    "/statistics/",
    "/factors/",
)


@pytest.fixture(autouse=True)
def years():
    District.objects.create(pk=1, name="示例区", year=2024)
    for year in (2024, 2025):
        make_entry(year=year)


def test_a_year_that_was_asked_for_stays_on_the_next_pages():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    for page in PAGES:
        shown = browser.get(page, follow=True)
        if shown.status_code == 200 and "year" in shown.context:
            assert shown.context["year"] == 2025, page
        assert "回到2024年" in shown.content.decode(), page


def test_back_to_the_usual_year_forgets_it():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    browser.get("/plans/", {"year": 2024})
    assert browser.get("/plans/").context["year"] == 2024
    assert "回到" not in browser.get("/plans/").content.decode()


def test_it_is_forgotten_when_the_district_goes_on():
    browser = signed_in()
    browser.get("/plans/", {"year": 2023})
    District.objects.update(year=2025)
    assert browser.get("/plans/").context["year"] == 2025


def test_programmes_ask_for_theirs_each_time():
    browser = signed_in()
    browser.get("/plans/", {"year": 2025})
    assert browser.get("/api/figures", {"year": 2023}).status_code == 200
    assert browser.get("/plans/").context["year"] == 2025


@pytest.mark.parametrize("asked", ["", "x", "1", "99999", "²"])
def test_what_is_no_year_is_not_kept(asked):
    browser = signed_in()
    browser.get("/plans/", {"year": asked})
    assert browser.get("/plans/").context["year"] == 2024


def named_by(path):
    """Return an address of 2025 that a path of the product with a month or a year in it has."""
    return path.replace("2024-03", "2025-01").replace("2024", "2025")


NO_PAGES = {
    *(f"progress:{verb}" for verb in ("open", "close", "extend", "lock", "reopen", "accept_many")),
    "progress:no_change",
    *(f"lights:{verb}" for verb in ("judge", "waive", "speak", "inspect", "lift", "revoke_lift")),
    *(f"importing:{file}" for file in ("blank", "form", "ledger")),
    "assessment:ask",
    "dashboards:ask",
    "dashboards:reconciliation_list",
    "statistics:chain_month",  # of a chain that there is not
    "assessment:workbook",
    "assessment:score_year",
    "assessment:score",  # of a sheet that no scheme has
}
"""Addresses of forms, and of files to take along."""
ROLES = {"statistics:month": Role.STATISTICS}
IN_THE_PATH = {
    name: named_by(path)
    for name, (_view, path) in ROUTES.items()
    if "2024" in path and not name.startswith("visits:")
}


@pytest.mark.parametrize("name", IN_THE_PATH)
def test_a_month_in_the_address_of_a_page_is_the_year_one_works_in(name):
    browser = signed_in(make_user(role=ROLES.get(name, Role.OFFICE)))
    shown = browser.get(of_a_project(IN_THE_PATH[name]))
    if shown.status_code == 200 and "text/html" in shown["Content-Type"]:
        assert browser.get("/plans/").context["year"] == 2025
    else:
        assert name in NO_PAGES


def of_a_project(address):
    return re.sub(r"/1/", f"/{Project.objects.latest('pk').pk}/", address)


@pytest.mark.parametrize("page", ["/projects/", "/map/", "/wall-plan/", "/", "/figures/answers/"])
def test_a_whole_month_that_is_asked_for_is_shown_and_kept(page):
    browser = signed_in()
    shown = browser.get(page, {"month": "2025-01"})
    assert "2025年1月" in shown.content.decode() or shown.context["question"].month == 1
    assert browser.get("/plans/").context["year"] == 2025


def test_what_stands_in_a_year_leads_on_in_it():
    office = make_user()
    entry, reporter = Entry.objects.get(annual_list__year=2025), make_reporter()
    project, month = entry.project, Month(2025, 1)
    Project.objects.filter(pk=project.pk).update(owner=reporter.organisation)
    project.refresh_from_db()
    report = report_march(project, by=reporter, at=AT, month=month)
    meeting = plan(month=month, held_on=date(2025, 2, 10), at=noon(date(2025, 2, 10)))
    batch = importing.stage(files=[ledger(ledger_row(1))], year=2025, by=office, at=AT)
    for page in (
        f"/progress/reports/{report.pk}/",
        f"/plans/lists/{entry.annual_list_id}/",
        f"/plans/lists/{entry.annual_list_id}/enter/",
        f"/plans/lists/{entry.annual_list_id}/edit/",
        f"/plans/entries/{entry.pk}/",
        f"/dispatch/meetings/{meeting.pk}/",
        f"/dispatch/meetings/{meeting.pk}/decisions/",
        f"/import/{batch.pk}/",
    ):
        browser = signed_in(office)
        assert browser.get(page).status_code == 200, page
        assert browser.get("/plans/").context["year"] == 2025, page


def test_a_month_of_the_calendar_changes_no_year():
    browser = signed_in()
    assert browser.get("/visits/plan/2026-12/").status_code == 200
    assert browser.get("/plans/").context["year"] == 2024


def test_the_year_is_written_only_when_it_changes():
    browser = signed_in()
    browser.get("/progress/2025-01/")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/progress/2025-01/")
    assert not [
        each for each in seen if "django_session" in each["sql"] and "UPDATE" in each["sql"]
    ]


def test_the_first_round_of_a_year_moves_everybody_on_to_it():
    assert signed_in().get("/plans/").context["year"] == 2024
    answer = signed_in().post("/progress/2025-01/open/", follow=True)
    assert "默认显示2025年" in answer.text
    for role in (Role.VIEWER, Role.OFFICE, Role.SUPERVISOR):
        assert signed_in(make_user(role=role)).get("/plans/").context["year"] == 2025


def test_a_round_of_a_year_without_lists_moves_nobody_on():
    District.objects.update(year=2022)
    open_round(month=Month(2023, 12), by=make_user(), at=AT)
    assert District.objects.served().year == 2022


def test_a_round_of_an_earlier_year_moves_nobody_back():
    District.objects.update(year=2025)
    open_round(month=Month(2024, 12), by=make_user(), at=AT)
    assert District.objects.served().year == 2025
