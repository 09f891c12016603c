"""One search over everything that somebody may see."""

from datetime import UTC, date, datetime
from typing import get_args

import pytest

from bihuan.accounts.actions import merge_organisations, rename_organisation
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import (
    make_leader,
    make_organisation,
    make_user,
    signed_in,
)
from bihuan.audit.models import Event
from bihuan.dispatch.tests.factories import decide, hold
from bihuan.kit.pinyin import spoken
from bihuan.matters.tests.factories import assign_one
from bihuan.papers.tests.test_papers import issue
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.projects.models import District, Project
from bihuan.projects.rules import name_key
from bihuan.site.search.api import Kind
from bihuan.site.search.joining import MOST, SEARCHERS, search

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hecheng():
    return District.objects.create(pk=1, name="鹤城区")


def listed(**said):
    """A project on the list, found by the name that is given."""
    if "name" in said:
        said["name_key"] = name_key(said["name"])
    return make_listed(**said)


def kinds(user, text, **said):
    return {group.kind: group.count for group in search(user, text, **said)}


def titles(user, text):
    return [hit.title for group in search(user, text) for hit in group.hits]


def test_each_kind_is_found_by_what_people_know_of_it():
    lead = make_organisation(name="区自然资源局")
    project = listed(name="迎丰路改造工程", pinyin=spoken("迎丰路改造工程"), responsible=lead)
    matter = assign_one(project=project, lead=lead, title="管网迁改受阻")
    paper = issue(matter)
    meeting = hold(chair="周区长")
    decide(meeting, text="七日内完成交地")
    leader, office = make_leader(), make_user()
    assert kinds(office, "迎丰路")["projects"] == 1
    assert kinds(office, "yingfenglu")["projects"] == kinds(office, "yfl")["projects"] == 1
    assert kinds(office, "迎丰路")["matters"] == 1
    assert kinds(office, matter.number)["matters"] == 1
    assert kinds(office, paper.label) == {"papers": 1}
    assert kinds(office, str(paper.sort.label)) == {"papers": 1}
    assert kinds(office, "周区长") == {"meetings": 1}
    assert kinds(office, "完成交地") == {"matters": 1, "meetings": 1}
    assert kinds(office, "自然资源局")["organisations"] == 1
    assert kinds(office, leader.name) == {"leaders": 1}
    assert kinds(office, "完成率")["figures"] > 1


def test_whom_one_calls_about_a_project_is_found_by_name_and_phone():
    project = listed(name="迎丰路改造工程")
    Project.objects.filter(pk=project.pk).update(contact="周某", contact_phone="0745-0000001")
    User.objects.filter(pk=make_user().pk).update(phone="13900001111")
    office = make_user()
    assert titles(office, "0745-0000001") == titles(office, "周某") == ["迎丰路改造工程"]
    assert kinds(office, "13900001111") == {"people": 1}
    groups = {group.kind: group for group in search(office, "迎丰路 周某")}
    assert "周某 0745-0000001" in groups["projects"].hits[0].detail
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation())
    assert kinds(stranger, "0745-0000001") == {}


def test_every_word_must_occur():
    listed(name="迎丰路改造工程")
    listed(name="迎丰路安置房")
    office = make_user()
    assert kinds(office, "迎丰路")["projects"] == 2
    assert kinds(office, "迎丰路 安置")["projects"] == 1
    assert kinds(office, "迎丰路 桥梁") == {}


def test_nobody_finds_what_he_or_she_may_not_see():
    mine = make_reporter()
    own = listed(owner=mine.organisation, name="我方标准厂房")
    other = listed(name="他方标准厂房")
    for project in (own, other):
        issue(assign_one(project=project, title=f"{project.name}用地受阻"))
    stranger = User.objects.get(pk=make_reporter().pk)
    stranger.full_name = "陌生填报人"
    stranger.save()
    assert all("他方" not in title for title in titles(mine, "标准厂房"))
    assert kinds(mine, "标准厂房")["projects"] == 1
    assert kinds(mine, "陌生填报人") == {}
    assert kinds(make_user(), "陌生填报人") == {"people": 1}
    assert kinds(mine, make_leader().name) == {}


def test_who_reports_for_a_visible_project_is_found_with_the_phone():
    reporter = make_reporter()
    reporter.full_name, reporter.phone = "向填报", "13800000000"
    reporter.save()
    listed(owner=reporter.organisation)
    viewer = make_user(role=Role.VIEWER)
    (group,) = search(viewer, "向填报")
    assert "13800000000" in group.hits[0].detail
    assert "/accounts/users/" not in group.hits[0].address


def test_more_than_a_few_are_counted_and_opened():
    for number in range(MOST + 3):
        listed(name=f"标准厂房{number}期")
    client = signed_in()
    page = client.get("/search/", {"q": "标准厂房"})
    (group,) = page.context["groups"]
    assert (group.count, len(group.hits)) == (MOST + 3, MOST)
    assert "kind=projects" in page.text
    page = client.get("/search/", {"q": "标准厂房", "kind": "projects"})
    assert len(page.context["groups"][0].hits) == MOST + 3


def test_an_empty_search_says_what_can_be_searched_and_so_does_one_in_vain():
    client = signed_in()
    for asked in ("", "   ", "没有这样的东西"):
        page = client.get("/search/", {"q": asked})
        assert "拼音（全拼或首字母）" in page.text
    assert client.get("/search/", {"q": "x" * 4000, "kind": "odd"}).status_code == 200


def test_every_page_has_the_box():
    assert 'action="/search/"' in signed_in().get("/work/").text


def test_it_is_asked_over_the_api_within_the_callers_reach():
    listed(name="迎丰路改造工程")
    answer = signed_in().get("/api/search", {"q": "迎丰路"})
    assert [group["kind"] for group in answer.json()] == ["projects"]
    assert answer.json()[0]["hits"][0]["title"] == "迎丰路改造工程"
    assert signed_in(make_reporter()).get("/api/search", {"q": "迎丰路"}).json() == []
    assert signed_in().get("/api/search", {"q": ""}).status_code == 422
    assert signed_in().get("/api/search", {"q": "x", "kind": "odd"}).status_code == 422


def test_the_api_names_the_kinds_that_are_searched():
    assert set(get_args(Kind)) == {"", *SEARCHERS}


def test_an_organisation_is_found_by_its_former_names_and_those_merged_into_it():
    renamed = make_organisation(name="区城建局")
    gone, into = make_organisation(name="区房管局"), make_organisation(name="区住建局")
    office, at = make_user(), datetime(2024, 6, 1, 2, tzinfo=UTC)
    on = date(2024, 5, 1)
    rename_organisation(organisation=renamed, name="区城市建设局", on=on, by=office, at=at)
    rename_organisation(organisation=gone, name="区房产局", on=on, by=office, at=at)
    merge_organisations(
        was=gone, into=into, on=date(2024, 5, 2), reason="机构改革", by=office, at=at
    )
    found = {hit.title: hit.detail for group in search(office, "城建局") for hit in group.hits}
    assert found == {"区城市建设局": "原名区城建局"}
    found = {hit.title: hit.detail for group in search(office, "房管局") for hit in group.hits}
    assert found["区住建局"] == "原区房产局并入"
    assert found["区房产局"] == "原名区房管局 · 2024年5月2日并入区住建局"


def test_a_search_writes_nothing_and_asks_the_same_however_much_there_is(
    django_assert_max_num_queries,
):
    for number in range(MOST + 2):
        project = listed(name=f"标准厂房{number}期")
        issue(assign_one(project=project, title=f"标准厂房{number}期用地受阻", on=date(2024, 3, 4)))
    office, events = make_user(), Event.objects.count()
    with django_assert_max_num_queries(2 * len(SEARCHERS)):
        search(office, "标准厂房 期")
    assert Event.objects.count() == events
