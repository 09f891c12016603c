"""The first hour of an empty installation: each place says what comes next."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from bihuan.accounts.models import Leader
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.progress import actions as progress
from bihuan.progress.tests.factories import AFTER_MARCH, make_listed, make_reporter, report_march
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.site.first_hour.steps import has_office, setup_steps
from bihuan.site.management.commands.serve import Command as Serving

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


def test_who_takes_the_rules_as_they_are_says_so_and_it_is_recorded():
    office, viewer = signed_in(), signed_in(make_user(role=Role.VIEWER))
    assert "/district/confirm/" not in office.get("/setup/").text  # the district comes first
    assert office.post("/district/confirm/").status_code == 409
    District.objects.create(pk=1, name="示例区")
    assert "/district/confirm/" in office.get("/setup/").text
    assert viewer.post("/district/confirm/").status_code == 403
    assert not done()[1]
    told = office.post("/district/confirm/", follow=True)
    assert "现行规则已确认" in told.text
    assert done()[1]
    assert "/district/confirm/" not in told.text
    event = Event.objects.get(verb="district.rules_confirmed")
    assert event.note["presets"][Rules.LIGHTS] == "yinchuan"
    assert "核对并确认规则" in office.get("/district/").text
    assert office.post("/api/district/confirm").status_code == 200
    assert viewer.post("/api/district/confirm").status_code == 403


def test_serving_says_what_comes_next_while_nobody_can_sign_in():
    def announced():
        out = StringIO()
        serving = Serving(stdout=out)
        serving._tell("127.0.0.1", 8000, serving._first_step())
        return out.getvalue()

    assert "bihuan create-user office --role office" in announced()
    assert "http://127.0.0.1:8000" in announced()
    make_user()
    assert "http://127.0.0.1:8000/setup/" in announced()
    District.objects.create(pk=1, name="示例区")
    make_listed()
    assert "create-user" not in announced()
    assert "/setup/" not in announced()


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
