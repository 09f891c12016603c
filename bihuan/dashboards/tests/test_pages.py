from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.audit.models import Event
from bihuan.dashboards.models import SavedView
from bihuan.kit.pinyin import spoken
from bihuan.lights.kinds import Colour
from bihuan.lights.tests.factories import (
    AFTER_GRACE,
    give_commander_light,
    make_commanded,
    make_reported,
    run_from_january,
)
from bihuan.plans.models import Entry
from bihuan.progress.actions import accept
from bihuan.progress.tests.factories import (
    make_listed,
    make_milestone,
    make_reporter,
    report_march,
)
from bihuan.projects.models import Chain, District, FormerName, StateChange, Theme

pytestmark = pytest.mark.django_db
OVERVIEW, PROJECTS = reverse("dashboards:overview"), reverse("dashboards:projects")
WORKBOOK = reverse("dashboards:workbook")


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def names(answer):
    return [row.name for row, _cells in answer.context["lines"]]


def figures_on(answer):
    seen = answer.context["seen"]
    return [*seen.large, *(each for group in seen.groups for each in group.figures)]


def value_of(label, answer):
    return next(each.value for each in figures_on(answer) if each.label == label)


def page_of(project):
    return reverse("dashboards:project", args=[project.pk])


def test_the_overview_tells_the_year_in_figures_that_open():
    make_reported(completed_yuan=3_000_000)
    answer = signed_in().get(OVERVIEW, {"month": "3"})
    told = {each.label: (each.value, each.unit) for each in figures_on(answer)}
    assert told["完成投资"] == ("300.00", "万元")
    assert told["完成率"] == ("25.00", "%")
    assert all(each.href for each in figures_on(answer))


def test_the_overview_counts_lights_and_names_the_silent():
    silent = make_listed()
    make_reported(completed_yuan=3_000_000)
    seen = signed_in().get(OVERVIEW, {"month": "3"}).context["seen"]
    assert sum(share.count for share in seen.lights) == 2
    assert [row.name for row in seen.silent] == [silent.name]


def test_the_overview_lists_who_lacks_most_money():
    small = make_reported(completed_yuan=2_900_000)
    large = make_reported(completed_yuan=1_000_000)
    make_reported(completed_yuan=3_000_000)
    seen = signed_in().get(OVERVIEW, {"month": "3"}).context["seen"]
    assert [each.row.name for each in seen.behind] == [large.name, small.name]
    assert [each.row.lacking_yuan for each in seen.behind] == [2_000_000, 100_000]


def test_the_overview_tells_why_a_project_lies_behind_or_that_nobody_said():
    reporter = make_reporter()
    told = make_listed(owner=reporter.organisation)
    report = report_march(told, by=reporter, completed_yuan=1_000_000, problems="征地未完成")
    accept(report=report, by=make_user(), at=AFTER_GRACE)
    quiet = make_reported(completed_yuan=2_000_000)
    answer = signed_in().get(OVERVIEW, {"month": "3"})
    known = {each.row.name: each.why for each in answer.context["seen"].behind}
    assert known[told.name].text == "征地未完成"
    assert known[quiet.name] is None
    assert "未反映问题" in answer.text


def test_the_overview_says_in_one_sentence_where_the_year_stands():
    make_reported(completed_yuan=1_000_000)
    answer = signed_in().get(OVERVIEW, {"month": "3"})
    assert "总体慢于序时进度16.67个百分点" in answer.text
    assert [bar.label for bar in answer.context["seen"].short]


def test_the_overview_counts_only_what_a_reader_may_see():
    reporter = make_reporter()
    own, other = make_listed(owner=reporter.organisation), make_reported()
    answer = signed_in(reporter).get(OVERVIEW, {"month": "3"})
    assert value_of("重点项目", answer) == "1"
    assert own.name in answer.text
    assert other.name not in answer.text


def test_on_its_first_day_a_year_shows_its_plans_and_calls_nobody_late():
    make_listed()
    answer = signed_in().get(OVERVIEW, {"year": 2024})
    seen = answer.context["seen"]
    assert (seen.is_empty, seen.is_judged) == (False, False)
    assert value_of("重点项目", answer) == "1"
    assert "尚未开始填报" in answer.text
    assert "落后于序时" not in answer.text


def test_an_empty_overview_leads_to_the_import():
    answer, viewer = signed_in().get(OVERVIEW), signed_in(make_user(role=Role.VIEWER))
    assert answer.context["seen"].is_empty
    assert 'class="button primary" href="/import/"' in answer.text
    assert 'class="button primary" href="/import/"' not in viewer.get(OVERVIEW).text


def test_the_month_shown_is_the_last_accepted_unless_another_is_asked_for():
    make_reported()
    client = signed_in()
    assert str(client.get(OVERVIEW).context["seen"].month) == "2024-03"
    assert str(client.get(OVERVIEW, {"month": "2"}).context["seen"].month) == "2024-02"
    assert str(client.get(OVERVIEW, {"month": "99"}).context["seen"].month) == "2024-03"


def test_the_meeting_room_screen_shows_the_same_figures_and_only_its_control_leads_away():
    make_reported()
    desk = signed_in().get(OVERVIEW, {"month": "3"})
    wall = signed_in().get(OVERVIEW, {"mode": "wall", "month": "3"})
    assert 'data-mode="wall"' in wall.text
    assert figures_on(wall) == figures_on(desk)
    body = wall.text[wall.text.index("data-wall>") : wall.text.index("</main>")]
    assert "<a " not in body
    assert body.count("data-wall-page") == 3
    assert "退出大屏" in body


def test_last_year_stands_beside_this_one_where_it_is_known():
    make_reported(completed_yuan=3_000_000)
    alone = signed_in().get(OVERVIEW, {"month": "3"})
    assert not any(each.note for each in figures_on(alone))
    make_listed(year=2023)
    beside = signed_in().get(OVERVIEW, {"month": "3"})
    notes = {each.label: each.note for each in figures_on(beside)}
    assert notes["年度计划投资"] == "上年同期 1,200.00，持平"


@pytest.mark.parametrize(("address", "budget"), [(OVERVIEW, 60), (PROJECTS, 67)])
def test_queries_do_not_grow_with_projects(address, budget, django_assert_max_num_queries):
    client = signed_in()
    make_listed()
    client.get(address)
    clear_caches()
    with django_assert_max_num_queries(budget):
        client.get(address)
    for _more in range(15):
        make_listed()
    clear_caches()
    with django_assert_max_num_queries(budget):
        client.get(address)


def test_the_list_hides_strangers_projects():
    reporter = make_reporter()
    own, other = make_listed(owner=reporter.organisation), make_listed()
    assert names(signed_in(reporter).get(PROJECTS)) == [own.name]
    assert signed_in(reporter).get(page_of(other)).status_code == 404
    leader = make_leader(user=make_user(role=Role.COMMANDER))
    other.commander = leader
    other.save()
    assert names(signed_in(leader.user).get(PROJECTS)) == [other.name]


def test_the_list_is_narrowed_by_every_filter():
    run_from_january()
    theme, chain = Theme.objects.create(name="民生"), Chain.objects.create(name="中医药")
    reporter = make_reporter()
    hit = make_listed(
        owner=reporter.organisation,
        project_class="preparation",
        sector="livelihood",
        state="construction",
        chain=chain,
        commander=make_leader(),
    )
    hit.themes.add(theme)
    make_listed()
    for name, value in {
        "class": "preparation",
        "sector": "livelihood",
        "state": "construction",
        "chain": chain.pk,
        "theme": theme.pk,
        "commander": hit.commander_id,
        "organisation": reporter.organisation_id,
    }.items():
        assert names(signed_in().get(PROJECTS, {name: str(value)})) == [hit.name], name
    assert len(names(signed_in().get(PROJECTS, {"tier": "district"}))) == 2
    assert names(signed_in().get(PROJECTS, {"tier": "provincial"})) == []
    assert len(names(signed_in().get(PROJECTS, {"light": "red", "month": "3"}))) == 2


def test_a_project_is_found_by_name_initials_code_and_former_name():
    hit = make_listed(
        name="怀化工建产业园",
        name_key="怀化工建产业园",
        pinyin=spoken("怀化工建产业园"),
        national_code="2401-431202-04-01-123456",
    )
    make_listed()
    FormerName.objects.create(project=hit, name="老名字", name_key="老名字")
    for words in ("工建", "gj", "gjcy", "GJCY", "gongjian", "431202-04", "老名字", "怀化 产业园"):
        assert names(signed_in().get(PROJECTS, {"q": words})) == [hit.name], words
    assert names(signed_in().get(PROJECTS, {"q": "an"})) == []  # two letters are first letters
    nothing = signed_in().get(PROJECTS, {"q": "没有这个"})
    assert "没有符合条件的项目" in nothing.text


def test_the_list_sorts_by_any_column_and_keeps_the_empty_last():
    large, small = make_reported(completed_yuan=3_000_000), make_reported(completed_yuan=1)
    gone = make_listed()
    Entry.objects.filter(project=gone).update(left_on="2024-02-01", left_reason="调出")
    client = signed_in()
    for key in ("to_date_yuan", "completion", "gap_linear", "month_yuan"):
        up = names(client.get(PROJECTS, {"sort": key, "month": "3"}))
        down = names(client.get(PROJECTS, {"sort": f"-{key}", "month": "3"}))
        assert up == [small.name, large.name, gone.name], key
        assert down == [large.name, small.name, gone.name], key
    for key in ("name", "light", "tiers", "started_on", "nonsense"):
        assert len(names(client.get(PROJECTS, {"sort": key}))) == 3


def test_projects_of_other_years_come_when_asked_for():
    old = make_listed(year=2022)
    client = signed_in()
    assert names(client.get(PROJECTS)) == []
    assert names(client.get(PROJECTS, {"scope": "all"})) == [old.name]


def test_a_reader_chooses_columns():
    make_listed(national_code="2401-431202-04-01-123456")
    answer = signed_in().get(PROJECTS, {"columns": ["code", "nonsense"]})  # as views saved it once
    assert [column.key for column in answer.context["columns"]] == ["national_code"]
    assert "2401-431202-04-01-123456" in answer.text


def test_long_lists_come_in_pages():
    for _each in range(51):
        make_listed()
    client = signed_in()
    assert len(names(client.get(PROJECTS))) == 50
    assert len(names(client.get(PROJECTS, {"page": "2"}))) == 1


def test_the_workbook_holds_what_is_seen_and_no_formula():
    hit = make_listed(name="=1+1", name_key="11")
    make_listed(name="别的", name_key="别的")
    answer = signed_in().get(WORKBOOK, {"q": "11", "columns": ["planned_yuan", "owner"]})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0].startswith("重点项目")
    assert rows[1] == ("序号", "项目", "业主单位", "原计划（万元）")
    assert rows[2] == ("合计", "合计1个", "", 1200)
    assert rows[3:] == [(1, f"'{hit.name}", "", 1200)]
    assert sheet["B4"].data_type == "s"


def test_the_workbook_holds_no_nought_for_a_month_that_nobody_reported():
    told, untold = make_reported(completed_yuan=0), make_listed(name="未报", name_key="未报")
    asked = {"month": "3", "columns": ["to_date_yuan", "month_yuan", "completion"]}
    answer = signed_in().get(WORKBOOK, asked)
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = {row[1]: row[2:] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows == {told.name: (0, 0, 0), untold.name: (None,) * 3}


def test_the_workbook_names_a_light_as_it_is_counted():
    make_listed()
    answer = signed_in().get(WORKBOOK, {"month": "3", "columns": ["light"]})
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    (row,) = sheet.iter_rows(min_row=4, values_only=True)
    assert row[2] == str(Colour.GREY.label)


def test_views_are_saved_used_and_removed():
    make_listed()
    user = make_user(role=Role.VIEWER)
    client = signed_in(user)
    client.post(reverse("dashboards:save_view"), {"name": "红灯", "query": "light=red"})
    client.post(reverse("dashboards:save_view"), {"name": "红灯", "query": "light=red&sort=name"})
    view = SavedView.objects.get(user=user)
    assert "?light=red&amp;sort=name" in client.get(PROJECTS).text
    assert Event.objects.filter(verb="view.saved").count() == 2
    remove = reverse("dashboards:remove_view", args=[view.pk])
    assert signed_in().post(remove).status_code == 404
    client.post(remove)
    assert not SavedView.objects.exists()
    assert Event.objects.filter(verb="view.removed").exists()


def test_a_view_without_a_name_is_not_saved():
    client = signed_in()
    client.post(reverse("dashboards:save_view"), {"name": " ", "query": ""})
    assert not SavedView.objects.exists()


def test_one_project_shows_plan_reports_lights_and_history():
    run_from_january()
    project = make_reported(completed_yuan=3_000_000)
    make_milestone(project)
    StateChange.objects.create(
        project=project, was="preparation", became="construction", on="2024-02-01", by="张三"
    )
    answer = signed_in().get(page_of(project))
    page = answer.context["page"]
    assert (page.to_date_yuan, str(page.completion)) == (3_000_000, "25.00")
    assert list(page.curve.actual_yuan) == [None, None, 3_000_000]
    assert page.curve.planned_yuan[-1] == 12_000_000
    assert [step.name for step in page.steps] == ["节点0"]
    assert "张三" in answer.text
    assert "第3条" in answer.text


def test_one_project_shows_the_headline_over_the_three_lights():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    answer = signed_in().get(page_of(project))
    assert answer.context["page"].stands.headline.colour == "red"
    assert "综合灯" in answer.text


def test_a_project_of_no_year_has_a_page_too():
    project = make_listed(year=2022)
    answer = signed_in().get(page_of(project))
    assert "本年度未列入名单" in answer.text
    assert "?year=2022" in answer.text


def test_only_those_who_fill_in_see_the_link_to_the_report():
    reporter = make_reporter()
    project = make_reported()
    own = make_listed(owner=reporter.organisation)
    fill = reverse("progress:fill", args=["2024-03", own.pk])
    assert fill in signed_in(reporter).get(page_of(own)).text
    assert (
        "/progress/2024-03/"
        not in signed_in(make_user(role=Role.VIEWER)).get(page_of(project)).text
    )


def test_reading_screens_writes_nothing():
    project = make_reported()
    before = Event.objects.count()
    for address in (OVERVIEW, PROJECTS, WORKBOOK, page_of(project)):
        assert signed_in().get(address).status_code == 200
    assert Event.objects.count() == before


def test_one_projects_queries_do_not_grow_with_its_history(django_assert_max_num_queries):
    project = make_reported()
    for order in range(8):
        make_milestone(project, order=order)
    client = signed_in()
    client.get(page_of(project))
    with django_assert_max_num_queries(54):
        client.get(page_of(project))


def test_a_part_of_a_list_says_that_it_is_one_and_all_of_it_can_be_printed():
    for _each in range(51):
        make_listed()
    client = signed_in()
    part = client.get("/projects/?year=2024").text
    assert "共51条，本页第1至50条" in part
    assert part.count('<td class="name">') == 50
    assert "“打印全部”" in part
    whole = client.get("/projects/?year=2024&rows=all&print=1").text
    assert whole.count('<td class="name">') == 51
    assert "data-print-now" in whole
    assert "本页第" not in whole.replace("共51条，本页第1至51条", "")
    assert len(names(client.get("/projects/?year=2024"))) == 50
