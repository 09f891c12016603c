from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.lights import actions
from bihuan.lights.models import MachineLight, Waiver
from bihuan.lights.presets import light_cases, light_presets
from bihuan.lights.tests.factories import run_from_january
from bihuan.lights.wording import bounds
from bihuan.progress.tests.factories import MARCH, make_listed, make_reporter
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import chosen_presets

from .factories import AFTER_GRACE, make_reported

pytestmark = pytest.mark.django_db
PAGE = reverse("lights:month", args=[MARCH])


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def test_the_month_shows_colour_and_reasons():
    project = make_reported(completed_yuan=0)
    answer = signed_in().get(PAGE)
    assert project.name in answer.text
    assert "第3条" in answer.text
    assert "落后25个百分点" in answer.text


def test_a_silent_project_is_red_with_its_last_day():
    run_from_january()
    make_listed()
    answer = signed_in().get(PAGE)
    assert "第3条" in answer.text
    assert "2024年3月28日" in answer.text


def test_the_list_narrows_to_one_colour():
    run_from_january()
    silent, good = make_listed(), make_reported(completed_yuan=9_000_000)
    answer = signed_in().get(PAGE, {"colour": "red"})
    names = [row.name for row in answer.context["page"]]
    assert silent.name in names
    assert good.name in names  # March is good, but two months must be, after silence
    assert not signed_in().get(PAGE, {"colour": "yellow"}).context["page"].object_list


def test_strangers_projects_are_absent():
    mine = make_reporter()
    own, other = make_listed(owner=mine.organisation), make_listed()
    answer = signed_in(mine).get(PAGE)
    assert own.name in answer.text
    assert other.name not in answer.text
    hidden = signed_in(mine).get(reverse("lights:light", args=[MARCH, other.pk]))
    assert hidden.status_code == 404


def test_reading_writes_nothing():
    make_reported()
    before = Event.objects.count()
    client = signed_in()
    for name in ("lights:latest", "lights:rules"):
        client.get(reverse(name))
    client.get(PAGE)
    assert (Event.objects.count(), MachineLight.objects.count()) == (before, 0)


def test_the_latest_month_is_the_last_one_accepted():
    make_reported()
    District.objects.create(pk=1, year=2024)
    assert signed_in().get(reverse("lights:latest"))["Location"] == PAGE


@pytest.mark.parametrize("year", ["1990", "2100"])
def test_the_first_and_the_last_year_that_may_be_asked_for_have_a_page(year):
    answer = signed_in().get("/lights/", {"year": year}, follow=True)
    assert answer.status_code == 200


def test_queries_do_not_grow_with_projects(django_assert_max_num_queries):
    client = signed_in()
    for _first in range(2):
        make_listed()
    with django_assert_max_num_queries(38):
        client.get(PAGE)
    for _more in range(20):
        make_listed()
    from bihuan.audit.cached import clear_caches

    clear_caches()
    with django_assert_max_num_queries(38):
        client.get(PAGE)


def test_an_empty_month_says_what_lights_rest_on():
    assert "年度名单" in signed_in().get(PAGE).text


def test_the_rules_stand_in_words_with_our_readings():
    answer = signed_in().get(reverse("lights:rules"))
    for clause in light_presets()["yinchuan"].latest.clauses():
        assert escape(bounds(clause)) in answer.text
    assert "未规定" in answer.text
    other = signed_in().get(reverse("lights:rules"), {"rules": "wuhan"})
    assert "第1条" in other.text
    assert signed_in().get(reverse("lights:rules"), {"rules": "nowhere"}).status_code == 200


def test_the_rules_stand_beside_worked_examples():
    page = signed_in().get(reverse("lights:rules"), {"rules": "wuhan"})
    examples = page.context["examples"]
    assert len(examples) == len(light_cases()["wuhan"])
    assert all(example.is_met for example in examples)
    assert examples[0].case.title in page.content.decode()


def test_the_office_chooses_the_rules():
    client = signed_in()
    client.post(reverse("lights:choose"), {"rules": "sanya", "edition": 1})
    assert chosen_presets(date(2024, 4, 3))[Rules.LIGHTS] == "sanya"
    client.post(reverse("lights:choose"), {"rules": "nowhere", "edition": 2})
    assert chosen_presets(date(2024, 4, 3))[Rules.LIGHTS] == "sanya"


def test_the_second_who_chooses_the_rules_is_told_and_overwrites_nothing():
    client = signed_in()
    shown = client.get(reverse("lights:rules"), {"rules": "wuhan"})
    assert 'name="edition" value="1"' in shown.text
    client.post(reverse("lights:choose"), {"rules": "sanya", "edition": 1})
    late = client.post(reverse("lights:choose"), {"rules": "wuhan", "edition": 1})
    assert late.status_code == 409
    assert chosen_presets(date(2024, 4, 3))[Rules.LIGHTS] == "sanya"


def test_others_may_not_choose_judge_or_excuse():
    project = make_listed()
    client = signed_in(make_user(role=Role.VIEWER))
    assert client.post(reverse("lights:choose"), {"rules": "sanya"}).status_code == 403
    assert client.post(reverse("lights:judge", args=[2024])).status_code == 403
    form = {"clause": "YINCHUAN-5", "reason": "雨", "approver": "区长"}
    waive = reverse("lights:waive", args=[MARCH, project.pk])
    assert client.post(waive, form).status_code == 403


def test_verdicts_go_on_record_and_stay_readable():
    project = make_reported()
    client = signed_in()
    client.post(reverse("lights:judge", args=[2024]))
    assert MachineLight.objects.filter(project=project, is_current=True).exists()
    page = client.get(reverse("lights:light", args=[MARCH, project.pk]))
    assert "银川市重大项目红黄绿灯（2025年）（第1版）" in page.text.split("判定记录", 1)[-1]
    assert "yinchuan" not in page.text


def test_an_excuse_is_given_on_the_page_of_the_light():
    project = make_listed()
    client, waive = signed_in(), reverse("lights:waive", args=[MARCH, project.pk])
    form = {"clause": "YINCHUAN-5", "reason": "暴雨", "approver": "李区长"}
    assert client.post(waive, form).status_code == 302
    assert Waiver.objects.get().approver == "李区长"
    again = client.post(waive, form)
    assert again.status_code == 200
    assert "豁免过" in again.text
    assert "李区长" in client.get(reverse("lights:light", args=[MARCH, project.pk])).text


def test_a_month_to_come_is_not_judged():
    project = make_listed()
    page = signed_in().get(reverse("lights:light", args=["2024-11", project.pk]))
    assert "本月不判定" in page.text


def test_stored_verdicts_do_not_hide_what_changed_since():
    run_from_january()
    project = make_listed()
    actions.judge_year(year=2024, by=make_user(), at=AFTER_GRACE)
    with time_machine.travel("2024-03-30T02:00Z", tick=False):
        answer = signed_in().get(PAGE)
    assert "第2条" in answer.text
    assert project.name in answer.text
