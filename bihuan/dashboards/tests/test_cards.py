"""One sheet for each project."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.core.paginator import Paginator
from django.urls import reverse

from bihuan.accounts.actions import merge_organisations, rename_organisation
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.figures.kinds import Dimension
from bihuan.figures.queries import parts
from bihuan.figures.questions import Question
from bihuan.kit.row_pages import RowPages
from bihuan.lights.tests.factories import AFTER_GRACE, make_reported, run_from_january
from bihuan.matters import actions as matter_actions
from bihuan.matters.kinds import PaperKind
from bihuan.matters.tests.factories import (
    assign_one,
    close_one,
    home,
    make_handler,
    noon,
    raise_one,
)
from bihuan.papers.actions import issue_paper, void_paper
from bihuan.plans.actions import adjust_plan
from bihuan.plans.curves import Terms
from bihuan.plans.rules import ChangeApproval
from bihuan.progress.tests.factories import make_listed, make_milestone, make_reporter
from bihuan.projects.actions import edit_project
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
CARDS = reverse("dashboards:cards")
WAN = 10_000


@pytest.fixture(autouse=True)
def _after_march() -> Iterator[None]:
    District.objects.create(pk=1, name="试验区", year=2024)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def card_of(project):
    return reverse("dashboards:card", args=[project.pk])


def test_a_card_tells_what_where_who_how_far_and_why():
    run_from_january()
    project = make_reported(
        completed_yuan=600_000, place="河西片区", contact="李工", content="厂房"
    )
    make_milestone(project)
    matter = raise_one(project=project)
    text = signed_in().get(card_of(project)).text
    for told in (
        project.name,
        "河西片区",
        "李工",
        "厂房",
        "60.00<small>万元</small>",
        matter.title,
    ):
        assert told in text, told
    for told in ("1,200.00<small>万元</small>", "5.00<small>%</small>", "亮灯理由", "节点0"):
        assert told in text, told
    assert "亿元" not in text
    assert (
        card_of(project) in signed_in().get(reverse("dashboards:project", args=[project.pk])).text
    )


def test_a_strangers_project_has_no_card():
    reporter = make_reporter()
    own, other = make_listed(owner=reporter.organisation), make_listed()
    client = signed_in(reporter)
    assert client.get(card_of(own)).status_code == 200
    assert client.get(card_of(other)).status_code == 404
    text = client.get(CARDS).text
    assert own.name in text
    assert other.name not in text


def test_the_cards_of_a_list_are_those_that_its_filters_find():
    projects = [make_listed(sector="livelihood") for _each in range(3)]
    other = make_listed(sector="industry")
    client = signed_in()
    text = client.get(CARDS, {"sector": "livelihood"}).text
    assert text.count('class="project-card"') == 3
    assert all(project.name in text for project in projects)
    assert other.name not in text


def test_many_cards_stand_on_pages_and_are_printed_whole(monkeypatch):
    monkeypatch.setattr(RowPages, "__init__", pages_of_two)
    projects = [make_listed() for _each in range(5)]
    client = signed_in()
    seen: set[str] = set()
    for page in (1, 2, 3):
        text = client.get(CARDS, {"page": page}).text
        seen |= {project.name for project in projects if f">{project.name}</a></h2>" in text}
        assert text.count('class="project-card"') == (1 if page == 3 else 2)
    assert seen == {project.name for project in projects}
    assert "rows=all&amp;print=1" in text
    whole = client.get(CARDS, {"rows": "all", "print": "1"}).text
    assert whole.count('class="project-card"') == 5
    assert "data-print-now" in whole


def test_a_card_is_of_the_month_that_the_list_asked_for():
    run_from_january()
    project = make_reported(completed_yuan=600_000)
    adjust_plan(
        entry=project.entries.get(),
        terms=Terms(2_400 * WAN),
        approval=ChangeApproval("扩建", "区政府", date(2024, 4, 1)),
        version=1,
        by=make_user(),
        at=AFTER_GRACE,
    )
    client = signed_in()
    for asked in (CARDS, card_of(project)):
        march = client.get(asked, {"year": 2024, "month": 3}).text
        assert "2024年3月" in march
        assert "1,200.00<small>万元</small>" in march
        assert "现行计划" not in march
        february = client.get(asked, {"year": 2024, "month": 2}).text
        assert "2024年2月" in february
        assert "60.00<small>万元</small>" not in february
        april = client.get(asked, {"year": 2024, "month": 4}).text
        assert "现行计划" in april
        assert "2,400.00<small>万元</small>" in april
        assert "原计划1,200.00万元" in april


def test_a_card_names_who_had_the_project_in_its_month():
    owner, before = make_organisation(name="甲公司"), make_organisation(name="区水利局")
    project = make_listed(owner=owner, responsible=before)
    run_from_january()
    after = make_organisation(name="区农业农村局")
    edit_project(
        project=project,
        edition=project.edition,
        since=date(2024, 3, 20),
        by=make_user(),
        at=AFTER_GRACE,
        responsible=after,
    )
    rename_organisation(
        organisation=owner,
        name="甲集团",
        on=date(2024, 3, 10),
        by=make_user(),
        at=AFTER_GRACE,
    )
    client = signed_in()
    then = client.get(card_of(project), {"year": 2024, "month": 2}).text
    now = client.get(card_of(project), {"year": 2024, "month": 3}).text
    for each in ("甲公司", "区水利局"):
        assert (f"<dd>{each}</dd>" in then, f"<dd>{each}</dd>" in now) == (True, False), each
    for each in ("甲集团", "区农业农村局"):
        assert (f"<dd>{each}</dd>" in then, f"<dd>{each}</dd>" in now) == (False, True), each


def test_a_card_tells_the_matters_that_were_open_at_the_end_of_its_month():
    run_from_january()
    project = make_listed(owner=make_organisation())
    first, last = date(2024, 2, 5), date(2024, 3, 18)
    before, after = make_organisation(name="先办单位"), make_organisation(name="后办单位")
    handed_on = assign_one(project=project, lead=before, on=first, title="征拆补偿款没有兑付")
    due_then = handed_on.due_on
    matter_actions.assign(matter=handed_on, lead=after, by=make_user(), at=noon(last))
    close_one(project=project, on=first, title="施工便道没有打通")
    withdrawn = raise_one(project=project, on=first, title="电力线路需要迁改")
    matter_actions.withdraw(
        matter=withdrawn, note="另案办理，不再督办。", by=make_user(), at=noon(last)
    )
    raise_one(project=project, on=last, title="砂石料供应不足")
    client = signed_in()
    then = client.get(card_of(project), {"year": 2024, "month": 2}).text
    now = client.get(card_of(project), {"year": 2024, "month": 3}).text
    for said, shown in {
        "征拆补偿款没有兑付": (True, True),
        "施工便道没有打通": (False, False),
        "电力线路需要迁改": (True, False),
        "砂石料供应不足": (False, True),
        "先办单位": (True, False),
        "后办单位": (False, True),
    }.items():
        assert (said in then, said in now) == shown, said
    assert f"{due_then.month}月{due_then.day}日" in then


def test_a_card_lists_the_papers_that_stood_at_the_end_of_its_month():
    run_from_january()
    project = make_listed(owner=make_organisation())
    february, march = date(2024, 2, 5), date(2024, 3, 18)
    matter = assign_one(project=project, lead=make_organisation(), on=february)
    first, second = (
        issue_paper(
            kind=PaperKind.SUPERVISION,
            matter=matter,
            text="请限期办结。",
            signer="李喆",
            by=make_user(),
            at=noon(on),
        )
        for on in (february, march)
    )
    void_paper(paper=first, reason="文号重复", by=make_user(), at=noon(march))
    client = signed_in()
    then = client.get(card_of(project), {"year": 2024, "month": 2}).text
    now = client.get(card_of(project), {"year": 2024, "month": 3}).text
    for paper, shown in {first: (True, False), second: (False, True)}.items():
        assert (paper.label in then, paper.label in now) == shown, paper.label


def test_a_card_names_who_has_its_matters_as_the_figures_do():
    run_from_january()
    project = make_listed(owner=make_organisation())
    merged, successor = make_organisation(name="被并单位"), make_organisation(name="承接单位")
    renamed = make_organisation(name="原名单位")
    declined = make_handler(make_organisation(name="退回单位"))
    raised, day = date(2024, 2, 5), date(2024, 3, 18)
    for lead in (merged, renamed, home(declined)):
        handed = assign_one(project=project, lead=lead, on=raised)
    matter_actions.decline(
        matter=handed, note="不属于本单位职责，请另行交办。", by=declined, at=noon(raised)
    )
    merge_organisations(
        was=merged,
        into=successor,
        on=day,
        reason="机构改革",
        by=make_user(),
        at=AFTER_GRACE,
    )
    rename_organisation(
        organisation=renamed, name="现名单位", on=day, by=make_user(), at=AFTER_GRACE
    )
    client = signed_in()
    then = client.get(card_of(project), {"year": 2024, "month": 2}).text
    now = client.get(card_of(project), {"year": 2024, "month": 3}).text
    for name, shown in {
        "被并单位": (False, False),
        "承接单位": (True, True),
        "原名单位": (True, False),
        "现名单位": (False, True),
        "退回单位": (False, False),
    }.items():
        assert (name in then, name in now) == shown, name
    in_hand = parts(Dimension.HANDLER, Question(2024, 3), "matters.open")
    assert {part.label for part in in_hand} == {"承接单位", "现名单位", "未交办"}


def test_a_card_has_one_unit_for_its_figures_and_its_chart():
    run_from_january()
    make_reported(
        planned_yuan=160_000_000, total_investment_yuan=500_000_000, completed_yuan=350_000
    )
    text = signed_in().get(CARDS).text
    assert "35.00<small>万元</small>" in text
    assert "16,000.00<small>万元</small>" in text
    assert ">35.00</text>" in text
    assert "亿元" not in text


def test_a_department_that_reports_for_its_owner_says_so():
    owner, department = make_organisation(name="甲公司"), make_organisation(name="区水利局")
    make_user(role=Role.DEPARTMENT, organisation=department)
    project = make_listed(owner=owner, responsible=department)
    client = signed_in()
    assert "业主单位无账号" in client.get(card_of(project)).text
    make_user(role=Role.REPORTER, organisation=owner)
    clear_caches()
    assert "业主单位无账号" not in client.get(card_of(project)).text


def pages_of_two(pages, rows, asked):
    pages.asked = asked
    Paginator.__init__(pages, rows, 100 if asked == "all" else 2)


def test_cards_ask_a_bounded_number_of_questions_each(django_assert_max_num_queries):
    client = signed_in(make_user())
    for _each in range(3):
        make_listed()
    client.get(CARDS)
    clear_caches()
    with django_assert_max_num_queries(60 + 3 * 45):
        client.get(CARDS)
