"""The first hour of an empty installation: each place says what comes next."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import AFTER_MARCH, make_listed, make_reporter, report_march
from bihuan.projects.models import District
from bihuan.site.first_hour.steps import has_office, setup_steps

TODAY = date(2024, 3, 22)
pytestmark = pytest.mark.django_db


def done():
    return [step.is_done for step in setup_steps(today=TODAY)]


def test_the_steps_tick_themselves_as_their_facts_come():
    assert not any(done())
    District.objects.create(pk=1, name="示例区")
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation)
    assert done() == [True, False, True, False, True, False, False]
    report = report_march(project, by=reporter)
    progress.accept(report=report, by=make_user(), at=AFTER_MARCH)
    led = make_organisation()
    led.in_charge = Leader.objects.create(name="李某某")
    led.save()
    assert done() == [True, False, True, True, True, True, True]


def test_each_step_leads_to_a_page_of_the_office():
    office = signed_in()
    shown = office.get("/setup/")
    assert shown.context["next"].title == setup_steps(today=TODAY)[0].title
    for step in setup_steps(today=TODAY):
        assert office.get(step.address).status_code == 200, step.address


def test_only_who_sets_the_rules_sets_up():
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get("/setup/").status_code == 403
    assert "/setup/" not in viewer.get("/").content.decode()
    assert "/setup/" in signed_in().get("/").content.decode()


def test_its_queries_do_not_grow(django_assert_max_num_queries):
    office = signed_in()
    for _ in range(10):
        make_listed(owner=make_reporter().organisation)
    office.get("/setup/")
    with django_assert_max_num_queries(13):
        office.get("/setup/")


def test_sign_in_says_how_somebody_comes_to_be_able_to(client):
    told = "bihuan create-user office --role office"
    assert not has_office()
    assert told in client.get("/sign-in/login/").content.decode()
    make_user()
    assert told not in client.get("/sign-in/login/").content.decode()


def test_init_says_what_comes_next(tmp_path):
    out = StringIO()
    call_command("init", stdout=out)
    assert "bihuan create-user" in out.getvalue()
    make_user()
    out = StringIO()
    call_command("init", stdout=out)
    assert "bihuan create-user" not in out.getvalue()
