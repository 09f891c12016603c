"""A report is checked by a second person, whoever acts in whose name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bihuan.accounts import actions as accounts
from bihuan.accounts.models import Deputyship
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.kit.errors import Refusal
from bihuan.progress import actions
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import Round
from bihuan.progress.queries import next_waiting
from bihuan.progress.tests.factories import IN_MARCH, make_listed, make_reporter, report_march
from bihuan.todo.sources.reports import _to_accept

pytestmark = pytest.mark.django_db
NOW, TODAY = timezone.now(), timezone.localdate()
WEEK = timedelta(days=7)


def name_deputy(person, deputy):
    return accounts.name_deputy(
        person=person, deputy=deputy, since=TODAY, until=TODAY + WEEK, by=make_user(), at=NOW
    )


def acting_as(person, deputy):
    person.stood_in_by = deputy
    return person


def browser(person, deputy, held):
    client = signed_in(deputy)
    assert client.post(f"/access/deputies/{held.pk}/stand-in/").status_code == 302
    return client


@pytest.fixture
def reporter():
    return make_reporter()


@pytest.fixture
def project(reporter):
    return make_listed(owner=reporter.organisation)


@pytest.fixture
def office():
    return make_user()


def refused(report, by):
    """True if both steps are refused, each door says so, and nothing changed."""
    for step in (actions.mark_reviewed, actions.accept):
        with pytest.raises(Refusal, match="须由他人审核"):
            step(report=report, by=by, at=IN_MARCH)
    passed = actions.accept_many(seen={report.pk: None}, by=by, at=IN_MARCH)
    assert (passed.accepted, len(passed.refused)) == (0, 1)
    report.refresh_from_db()
    return (report.state, report.reviewed_at) == (ReportState.SUBMITTED, None)


def test_whoever_submitted_a_report_passes_it_in_nobodys_name(project, reporter, office):
    report = report_march(project, by=reporter)
    assert refused(report, acting_as(office, reporter))


def test_what_was_submitted_in_anothers_name_the_deputy_passes_neither_alone_nor_as_a_third(
    project, reporter, office
):
    clerk = make_user()
    name_deputy(reporter, clerk)
    report = report_march(project, by=acting_as(reporter, clerk))
    assert refused(report, clerk)
    assert refused(report, acting_as(office, clerk))


def test_a_deputyship_that_is_over_makes_nobody_a_second_person(project, reporter):
    clerk = make_user()
    held = name_deputy(reporter, clerk)
    report = report_march(project, by=acting_as(reporter, clerk))
    accounts.end_deputyship(deputyship=held, by=make_user(), at=NOW)
    assert not Deputyship.objects.in_force(TODAY).exists()
    assert refused(report, clerk)


def test_anybody_else_passes_it(project, reporter, office):
    name_deputy(reporter, make_user())
    report = report_march(project, by=reporter)
    assert actions.accept(report=report, by=office, at=IN_MARCH).state == ReportState.ACCEPTED


def test_pages_and_lists_offer_it_to_neither(project, reporter, office):
    held = name_deputy(office, reporter)
    report = report_march(project, by=reporter)
    page = browser(office, reporter, held).get(f"/progress/reports/{report.pk}/").context
    assert not any(page[step] for step in ("may_review", "may_accept", "may_withdraw"))
    other = report_march(make_listed(), by=make_user())
    acting = acting_as(office, reporter)
    assert next_waiting(acting, other) is None
    assert next_waiting(make_user(), other) == report
    numbers = [task.number for task in _to_accept(acting, Round.objects.get())]
    assert numbers == [1]


def test_the_page_says_which_deputy_submitted_it(project, reporter, office):
    clerk = make_user(role=Role.REPORTER, organisation=make_organisation())
    name_deputy(reporter, clerk)
    report = report_march(project, by=acting_as(reporter, clerk))
    page = signed_in(office).get(f"/progress/reports/{report.pk}/").text
    assert f"（{clerk}代）" in page


def test_who_counts_as_one_is_asked_once(office, django_assert_num_queries):
    person = make_user()
    name_deputy(person, office)
    with django_assert_num_queries(1):
        assert counted_as(office) == {office.pk, person.pk}
