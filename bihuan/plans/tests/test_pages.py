from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.plans import actions
from bihuan.plans.curves import Terms, months_of
from bihuan.plans.models import Entry, ProjectYear
from bihuan.plans.queries import history
from bihuan.plans.rules import ChangeApproval
from bihuan.projects.kinds import Tier
from bihuan.projects.tests.factories import NOW, make_project

from .factories import WAN, make_entry, make_list

pytestmark = pytest.mark.django_db
APPROVED = {"reason": "征地滞后", "approver": "区长办公会", "approved_on": "2024-03-01"}


def test_the_year_shows_its_lists_with_both_plans() -> None:
    entry = make_entry(planned_yuan=10**8)
    actions.adjust_plan(
        entry=entry,
        terms=Terms(2 * 10**8),
        version=1,
        by=make_user(),
        at=NOW,
        approval=ChangeApproval("加快", "区长", NOW.date()),
    )
    answer = signed_in(make_user(role=Role.VIEWER)).get("/plans/?year=2024")
    (line,) = answer.context["lists"]
    assert (line.count, line.original_yuan, line.planned_yuan) == (1, 10**8, 2 * 10**8)
    assert "加快" in answer.content.decode()


def test_a_list_ends_in_the_sums_that_the_year_shows_of_it() -> None:
    annual_list = make_list()
    stays = make_entry(planned_yuan=1_200 * WAN)
    gone = make_entry(planned_yuan=500 * WAN)
    Entry.objects.filter(pk=gone.pk).update(left_on=NOW.date(), left_reason="调出")
    client = signed_in(make_user())
    (line,) = client.get("/plans/?year=2024").context["lists"]
    answer = client.get(f"/plans/lists/{annual_list.pk}/")
    assert answer.context["sums"] == line
    assert (line.planned_yuan, line.left) == (1_200 * WAN, 1)
    assert "合计1个（不含已调出的1个）" in answer.text
    assert stays.project.name in answer.text


def test_a_list_ends_in_sums_by_class() -> None:
    annual_list = make_list()
    for kind, plan in (("construction", 700), ("construction", 500), ("preparation", 300)):
        make_entry(planned_yuan=plan * WAN, project_class=kind)
    client = signed_in(make_user())
    answer = client.get(f"/plans/lists/{annual_list.pk}/")
    sums = answer.context["sums"]
    assert [(each.label, each.count, each.planned_yuan) for each in sums.classes] == [
        ("开工建设类", 2, 1_200 * WAN),
        ("前期储备类", 1, 300 * WAN),
    ]
    assert sums.planned_yuan == sum(each.planned_yuan for each in sums.classes)
    assert "其中开工建设类2个" in answer.text
    assert "其中前期储备类" in client.get("/plans/?year=2024").text


def test_a_list_is_made_by_form() -> None:
    client = signed_in(make_user())
    said = {"year": "2024", "tier": "provincial"}
    assert client.post("/plans/", said).status_code == 302
    assert client.post("/plans/", said).status_code == 409
    assert client.post("/plans/", {"year": "什么"}).status_code == 422
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.post("/plans/", said).status_code == 403


def test_a_strangers_projects_are_absent_from_lists_and_sums() -> None:
    home = make_organisation()
    make_entry(project=make_project(name="他人的"))
    mine = make_entry(project=make_project(name="我的", owner=home), planned_yuan=7)
    reporter = signed_in(make_user(role=Role.REPORTER, organisation=home))
    page = reporter.get(f"/plans/lists/{mine.annual_list_id}/").content.decode()
    assert "我的" in page
    assert "他人的" not in page
    assert reporter.get("/plans/?year=2024").context["lists"][0].planned_yuan == 7
    other = Entry.objects.exclude(pk=mine.pk).get()
    assert reporter.get(f"/plans/entries/{other.pk}/").status_code == 404
    for page in ("adjust", "promote", "leave", "class", "milestones"):
        assert reporter.post(f"/plans/entries/{mine.pk}/{page}/").status_code == 403


def test_lists_cost_no_more_queries_with_more_rows(django_assert_max_num_queries: Any) -> None:
    office = make_user()
    client = signed_in(office)
    for _number in range(8):
        entry = make_entry(by=office)
    client.get("/plans/?year=2024")  # keeps the year
    for address in (f"/plans/lists/{entry.annual_list_id}/?sort=-planned", "/plans/?year=2024"):
        with django_assert_max_num_queries(10):
            client.get(address)


def test_an_entry_costs_no_more_queries_with_more_versions(
    django_assert_max_num_queries: Any,
) -> None:
    entry, office = make_entry(), make_user()
    year = ProjectYear.objects.get()
    actions.set_milestones(project_year=year, by=office, at=NOW)
    for version in range(1, 6):
        actions.adjust_plan(
            entry=entry,
            terms=Terms(version),
            version=version,
            by=office,
            at=NOW,
            approval=ChangeApproval("调整", "区长", NOW.date()),
        )
    client = signed_in(office)
    with django_assert_max_num_queries(16):
        client.get(f"/plans/entries/{entry.pk}/")


def test_a_project_is_put_on_a_list_by_name() -> None:
    client, project = signed_in(make_user()), make_project(name="人民公园")
    address = f"/plans/lists/{make_list().pk}/enter/"
    assert client.get(address).status_code == 200
    said = {"project": "人民公园", "planned_yuan": "1200", "curve": "linear"}
    assert client.post(address, said).status_code == 409
    said["project_class"] = "construction"
    assert client.post(address, {**said, "curve": "entered"}).status_code == 422
    typed = {**said, "curve": "entered", "month6": "300"}
    assert client.post(address, typed).status_code == 302
    assert months_of(project.entries.get().plans.get())[5] == 300 * WAN


def test_a_plan_is_adjusted_by_form_and_the_second_adjuster_is_told() -> None:
    entry, client = make_entry(), signed_in(make_user())
    said = {"planned_yuan": "600", "curve": "", "version": "1", **APPROVED}
    address = f"/plans/entries/{entry.pk}/adjust/"
    assert client.post(address, {**said, "approver": ""}).status_code == 409
    assert client.post(address, said).status_code == 302
    told = client.post(address, {**said, "planned_yuan": "700"})
    assert told.status_code == 409
    assert "700" in told.content.decode()
    assert entry.plans.get(is_current=True).planned_yuan == 600 * WAN


def test_an_entry_is_promoted_relabelled_and_left_by_form() -> None:
    entry, client = make_entry(), signed_in(make_user())
    upper, root = make_list(tier=Tier.MUNICIPAL), f"/plans/entries/{entry.pk}"
    said = {"annual_list": upper.pk, "planned_yuan": "900", "curve": "linear"}
    assert client.post(f"{root}/promote/", said).status_code == 302
    assert upper.entries.get().promoted_from == entry
    assert client.post(f"{root}/class/", {"project_class": "legacy"}).status_code == 409
    said = {"project_class": "legacy", "reason": "烂尾"}
    assert client.post(f"{root}/class/", said).status_code == 302
    assert client.post(f"{root}/leave/", {"on": "2024-12-31", "reason": "调出"}).status_code == 302
    assert "调出" in client.get(f"{root}/").content.decode()
    assert client.get(f"/plans/lists/{upper.pk}/").status_code == 200


def test_milestones_are_promised_and_moved_by_form() -> None:
    entry, client = make_entry(), signed_in(make_user())
    root = f"/plans/entries/{entry.pk}/milestones/"
    assert client.post(root, {"template": "construction"}).status_code == 302
    milestone = ProjectYear.objects.get().milestones.first()
    assert milestone is not None
    address = f"{root}{milestone.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"due_on": "2024-05-31"}).status_code == 409
    assert client.post(address, {"due_on": "2040-05-31", **APPROVED}).status_code == 409
    assert client.post(address, {"due_on": "2024-05-31", **APPROVED}).status_code == 302
    assert "征地滞后" in client.get(f"/plans/entries/{entry.pk}/").content.decode()
    assert "2024-05-31" in {line.new for line in history(entry.project)}


def test_a_list_is_edited_on_its_page_and_the_page_tells_who_did() -> None:
    made, office = make_list(), signed_in(make_user())
    page = f"/plans/lists/{made.pk}/edit/"
    said = {"document_number": "鹤政发〔2024〕1号", "edition": 1}
    assert office.post(page, said).status_code == 302
    made.refresh_from_db()
    assert made.document_number == "鹤政发〔2024〕1号"
    assert "鹤政发〔2024〕1号" in str(office.get(page).context["history"])
    assert signed_in(make_user(role=Role.SUPERVISOR)).get(page).status_code == 403
    assert office.post(page, {"published_on": "lately"}).status_code == 422


def test_the_second_who_edits_a_list_keeps_what_was_typed_and_sees_the_difference() -> None:
    made, office = make_list(), signed_in(make_user())
    page = f"/plans/lists/{made.pk}/edit/"
    assert 'name="edition" value="1"' in office.get(page).content.decode()
    seen = {"title": "重点项目", "document_number": "2号", "edition": 1}
    actions.edit_list(annual_list=made, title="区重点", edition=1, by=make_user(), at=NOW)
    told = office.post(page, seen)
    assert told.status_code == 409
    words = told.content.decode()
    assert all(each in words for each in ('value="重点项目"', 'value="2号"', "区重点"))
    assert [value for _label, value in told.context["theirs"]] == ["区重点", "—"]
    made.refresh_from_db()
    assert (made.title, made.document_number) == ("区重点", "")
    assert office.post(page, {"title": "重点项目"}).status_code == 409
    assert 'name="edition" value="2"' in words
    assert office.post(page, {**seen, "edition": 2}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.document_number) == ("重点项目", "2号")


def test_a_project_that_left_is_offered_the_way_back_and_nothing_else() -> None:
    entry, office = make_entry(), signed_in(make_user())
    page = f"/plans/entries/{entry.pk}/"
    office.post(f"{page}leave/", {"on": "2024-12-30", "reason": "调出"})
    shown = office.get(page).content.decode()
    assert f"{page}return/" in shown
    assert f"{page}adjust/" not in shown
    assert office.post(f"{page}return/", {"on": "2024-12-31", "reason": ""}).status_code == 409
    office.post(f"{page}return/", {"on": "2024-12-31", "reason": "恢复列入"})
    shown = office.get(page).content.decode()
    assert "恢复列入" in shown
    assert f"{page}adjust/" in shown


def test_a_step_of_its_own_is_promised_on_the_page() -> None:
    entry, office = make_entry(), signed_in(make_user())
    said = {"name": "桥梁合龙", "due_on": "2024-08-31"}
    assert office.post(f"/plans/entries/{entry.pk}/milestones/add/", said).status_code == 302
    again = office.post(f"/plans/entries/{entry.pk}/milestones/add/", said)
    assert again.status_code == 409
    assert "桥梁合龙" in again.content.decode()
    assert history(entry.project)[0].deed in ("增加节点", "Milestone added")


def test_nothing_is_carried_over_from_a_year_without_lists() -> None:
    address = "carry-over/?from_year=2023"
    assert address not in signed_in().get("/plans/?year=2024").content.decode()
    make_list(year=2023)
    assert address in signed_in().get("/plans/?year=2024").content.decode()
