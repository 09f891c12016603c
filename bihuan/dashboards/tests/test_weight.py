"""What pages weigh, how often they ask the database, and names that are typed into filters."""

import gzip
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.audit.cached import clear_caches
from bihuan.dashboards.queries.narrowing import MANY, OFFERED
from bihuan.lights.tests.factories import AFTER_GRACE, make_reported
from bihuan.progress.tests.factories import AFTER_MARCH, make_listed, make_reporter
from bihuan.projects.actions import edit_project
from bihuan.projects.models import District

PROJECTS, NAMES = reverse("dashboards:projects"), reverse("dashboards:names")
LIMIT = 60_000


@pytest.fixture(autouse=True)
def _after_march(db: None) -> Iterator[None]:
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def signed_in(user=None):
    client = Client()
    client.force_login(user or make_user())
    return client


def names(answer):
    return [row.name for row, _cells in answer.context["lines"]]


def make_many_owners(number=MANY + 1):
    return [
        make_listed(
            name=f"某市某区第{each}号高端装备产业园建设项目（一期）", owner=make_organisation()
        )
        for each in range(number)
    ]


def test_a_list_of_fifty_rows_stays_light_however_many_owners_there_are():
    make_many_owners(120)
    answer = signed_in().get(PROJECTS)
    assert answer.text.count("<tr>") == 51
    assert len(answer.content) < LIMIT


def test_few_names_are_looked_through_and_many_are_typed():
    client, few = signed_in(), make_many_owners(3)
    assert '<select name="organisation">' in client.get(PROJECTS).text
    make_many_owners()
    page = client.get(PROJECTS, {"organisation": few[0].owner_id})
    assert f'name="organisation" value="{few[0].owner}" list="names-organisation"' in page.text
    assert '<datalist id="names-organisation"></datalist>' in page.text
    assert names(page) == [few[0].name]


def test_a_part_of_a_name_is_enough_and_the_whole_name_is_exact():
    first = make_listed(owner=make_organisation(name="第1局"), commander=make_leader())
    eleventh = make_listed(owner=make_organisation(name="第1局二所"))
    client = signed_in()
    assert names(client.get(PROJECTS, {"organisation": "第1局"})) == [first.name]
    assert names(client.get(PROJECTS, {"organisation": "二所"})) == [eleventh.name]
    assert len(names(client.get(PROJECTS, {"organisation": "第1"}))) == 2
    assert names(client.get(PROJECTS, {"commander": first.commander.name})) == [first.name]


def test_what_narrows_the_list_is_shown_even_if_nothing_bears_that_name():
    make_listed(owner=make_organisation())
    page = signed_in().get(PROJECTS, {"organisation": "无此单位"})
    assert names(page) == []
    assert 'name="organisation" value="无此单位"' in page.text


def test_names_are_offered_to_one_who_types_and_not_a_strangers():
    own, *others = make_many_owners(OFFERED + 5)
    office, owner = signed_in(), signed_in(make_reporter(own.owner))
    asked = {"year": 2024, "organisation": others[0].owner.name}
    assert f'value="{others[0].owner}"' in office.get(NAMES, asked).text
    assert "<option" not in owner.get(NAMES, asked).text
    assert office.get(NAMES, {"year": 2024, "organisation": ""}).text.count("<option") == OFFERED
    assert "<option" not in office.get(NAMES, {"year": 2024}).text


@pytest.mark.django_db(transaction=True)
def test_a_page_of_a_project_is_written_once_and_anew_after_a_change(django_assert_max_num_queries):
    project, client = make_reported(), signed_in()
    address = reverse("dashboards:project", args=[project.pk])
    clear_caches()
    client.get(address)
    with django_assert_max_num_queries(5):
        assert project.name in client.get(address).text
    edit_project(
        project=project, edition=project.edition, by=make_user(), at=AFTER_MARCH, place="河西片区"
    )
    assert "河西片区" in client.get(address).text
    client.cookies["django_language"] = "en"
    assert "Place" in client.get(address).text


@pytest.mark.django_db(transaction=True)
def test_the_list_asks_little_once_its_figures_are_known(django_assert_max_num_queries):
    make_many_owners(3)
    client = signed_in()
    clear_caches()
    client.get(PROJECTS, {"year": 2024})
    with django_assert_max_num_queries(6):
        assert len(names(client.get(PROJECTS, {"year": 2024, "q": "项目"}))) == 3
    with django_assert_max_num_queries(4):
        assert names(client.get(PROJECTS, {"year": 2024, "q": "没有的项目"})) == []


def test_pages_go_out_compressed_and_those_with_secrets_of_the_door_do_not():
    make_many_owners(3)
    client = signed_in()
    takes = {"HTTP_ACCEPT_ENCODING": "gzip"}
    page = client.get(PROJECTS, **takes)
    assert page.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert "产业园" in gzip.decompress(page.content).decode()
    assert "Content-Encoding" not in client.get(PROJECTS).headers
    for address in (reverse("mfa_index"), reverse("dashboards:workbook")):
        assert "Content-Encoding" not in client.get(address, **takes).headers
