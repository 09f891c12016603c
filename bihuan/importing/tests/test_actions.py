"""Bringing workbooks in: all or nothing, only what differs, and back again."""

from datetime import UTC, datetime

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import first_broken_event
from bihuan.audit.models import Event
from bihuan.importing import actions
from bihuan.importing.models import Batch, BatchState, ColumnAnswer
from bihuan.importing.tests.books import CODE, ledger, ledger_row, month, month_row, workbook
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.plans.models import Entry, Plan
from bihuan.progress.actions import hand_in, lock_round, open_round
from bihuan.progress.models import Report, Round
from bihuan.progress.validation import Filling
from bihuan.projects.models import FormerName, Project
from bihuan.projects.tests.factories import make_project

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)


def bring(*files, by=None, **told):
    by = by or make_user()
    return actions.bring_in(files=files, year=told.pop("year", None), by=by, at=AT, **told)


def questions(batch):
    """Return the open questions of a batch by their kind."""
    return {q["id"].partition("-")[0]: q for q in batch.outcome["questions"] if not q["answer"]}


def answers_to(batch, **answers):
    """Return answers to a batch's questions, by their kind, as they are given."""
    return {questions(batch)[kind]["id"]: value for kind, value in answers.items()}


def messages(batch):
    return [p["message"] for p in batch.outcome["problems"] if p["severity"] == "error"]


def test_a_ledger_makes_projects_entries_and_plans():
    batch = bring(ledger(ledger_row(1), ledger_row(2)))
    assert (batch.state, batch.outcome["created"]) == (BatchState.APPLIED, 2)
    project = Project.objects.get(national_code=CODE.format(1))
    assert str(project.responsible) == "区住建局"
    plan = Plan.objects.get(entry__project=project)
    assert (plan.planned_yuan, plan.months.count()) == (12_000_000, 12)
    assert Event.objects.filter(verb="project.imported").count() == 2
    assert first_broken_event() is None


def test_the_same_workbook_again_changes_nothing():
    bring(ledger(ledger_row(1)))
    events = Event.objects.count()
    again = bring(ledger(ledger_row(1)))
    assert (again.outcome["created"], again.outcome["unchanged"]) == (0, 1)
    assert Event.objects.count() == events + 1  # only that it was applied


def test_one_bad_row_keeps_the_whole_batch_out():
    batch = bring(ledger(ledger_row(1), ledger_row(2, planned="约两千")))
    assert batch.outcome["blocked"]
    assert batch.outcome["problems"][0]["row"] == 5
    assert not Project.objects.exists()
    assert not Batch.objects.exists()


def test_a_dry_run_tells_and_writes_nothing():
    assert bring(ledger(ledger_row(1)), dry_run=True).outcome["created"] == 1
    assert not Project.objects.exists()


def test_a_project_on_two_lists_is_one_project_with_two_plans():
    bring(ledger(ledger_row(1, planned=900), sheet="市重点"), ledger(ledger_row(1, planned=800)))
    assert Project.objects.count() == 1
    assert sorted(Plan.objects.values_list("planned_yuan", flat=True)) == [8_000_000, 9_000_000]


def test_a_renamed_project_keeps_its_former_name_and_is_found_by_it():
    bring(ledger(ledger_row(1)))
    bring(ledger(ledger_row(1, name="新名工程")))
    assert Project.objects.get().name == "新名工程"
    assert FormerName.objects.get().name == "示例工程乙"
    assert not messages(bring(month(1, month_row(1, 10, 10))))


def test_a_known_project_gets_an_organisation_a_leader_and_a_chain_that_are_new():
    bring(ledger(ledger_row(1)))
    head = ["项目名称", "总投资", "年度计划投资", "项目业主", "指挥长", "产业链", "责任单位"]
    row = ["示例工程乙", 5000, 1200, "新业主公司", "张三（副区长）", "新链", "新牵头单位"]
    rows: list[list[object]] = [["2024年台账"], ["单位：万元"], [*head], row]
    batch = bring(("台账.xlsx", workbook({"区重点": rows})))
    project = Project.objects.get()
    told = [project.owner, project.commander, project.chain, project.responsible]
    assert [getattr(each, "name", "") for each in told] == [
        "新业主公司",
        "张三",
        "新链",
        "新牵头单位",
    ]
    actions.undo(batch=batch, by=make_user(), at=AT)
    project.refresh_from_db()
    assert (project.owner, str(project.responsible)) == (None, "区住建局")


def test_a_plan_is_never_changed_by_a_ledger():
    bring(ledger(ledger_row(1)))
    assert "批准人" in messages(bring(ledger(ledger_row(1, planned=1300))))[0]


def test_an_adjustment_is_a_new_version_with_its_reason():
    bring(ledger(ledger_row(1)))
    head = [
        "项目名称",
        "项目代码",
        "级别",
        "原计划",
        "调整后计划",
        "调整原因",
        "批准人",
        "批准日期",
    ]
    row = [
        "示例工程乙",
        CODE.format(1),
        "区重点",
        1200,
        1000,
        "用地调整",
        "区政府常务会",
        "2024-07-01",
    ]
    bring(("调整.xlsx", workbook({"调整": [["2024年计划调整"], ["单位：万元"], head, row]})))
    old, new = Plan.objects.order_by("version")
    assert (old.planned_yuan, old.is_current, new.planned_yuan) == (12_000_000, False, 10_000_000)
    assert new.months.order_by("month").last().cumulative_yuan == 10_000_000


class TestImportedMonths:
    @pytest.fixture(autouse=True)
    def _listed(self, db):
        bring(ledger(ledger_row(1), ledger_row(2)))

    def test_several_months_are_read_in_order_whatever_the_order_of_files(self):
        bring(month(2, month_row(1, 50, 150, 20)), month(1, month_row(1, 100, 100, 10)))
        assert list(Report.objects.order_by("month").values_list("completed_yuan", flat=True)) == [
            1_000_000,
            500_000,
        ]

    @pytest.mark.parametrize(
        ("row", "word"),
        [
            (month_row(1, 50, 90), "下降"),
            (month_row(1, 50, 170), "各月相加"),
            (month_row(1, 900_000, 900_100), "规模"),
            (month_row(1, 50, 150, 5), "不能"),
            (month_row(1, 50, 150, 130), "100"),
            (month_row(7, 50), "没有"),
        ],
    )
    def test_the_impossible_is_told_row_by_row(self, row, word):
        bring(month(1, month_row(1, 100, 100, 10)))
        batch = bring(month(2, row))
        assert batch.outcome["blocked"]
        assert any(word in sentence for sentence in messages(batch)), messages(batch)

    def test_a_project_twice_in_a_month_is_told(self):
        assert messages(bring(month(1, month_row(1, 1, 1), month_row(1, 2, 2))))

    def test_a_project_twice_in_a_month_with_the_same_is_read_once(self):
        batch = bring(month(1, month_row(1, 1, 1), month_row(1, 1, 1)))
        assert not messages(batch)
        assert [each["row"] for each in batch.outcome["left_out"]] == [5]

    def test_a_locked_month_changes_only_with_a_reason_and_keeps_the_old_version(self):
        office = make_user()
        bring(month(1, month_row(1, 100, 100)))
        lock_round(round=Round.objects.get(), by=office, at=AT)
        assert messages(bring(month(1, month_row(1, 120, 120))))
        bring(month(1, month_row(1, 120, 120)), reason="漏报补正")
        old, new = Report.objects.order_by("version")
        assert (old.completed_yuan, old.is_current) == (1_000_000, False)
        assert (new.completed_yuan, new.reason, new.state) == (1_200_000, "漏报补正", "locked")

    def test_a_reporter_hands_in_own_projects_only_and_nothing_is_accepted(self):
        owner = Project.objects.get(national_code=CODE.format(1)).responsible
        reporter = make_user(role=Role.REPORTER, organisation=owner)
        open_round(month=Month(2024, 1), by=make_user(), at=AT)
        bring(month(1, month_row(1, 100, 100)), by=reporter)
        assert Report.objects.get().state == "submitted"
        stranger = make_user(role=Role.REPORTER)
        open_round(month=Month(2024, 2), by=make_user(), at=AT)
        assert messages(bring(month(2, month_row(1, 1, 101)), by=stranger))


def test_who_may_not_enter_a_kind_of_sheet_is_told_so():
    with pytest.raises(NotAllowed):
        bring(ledger(ledger_row(1)), by=make_user(role=Role.REPORTER))
    with pytest.raises(NotAllowed):
        bring(ledger(ledger_row(1)), by=make_user(role=Role.VIEWER))


def test_a_missing_unit_is_asked_for_and_the_answer_is_used():
    asked = bring(ledger(ledger_row(1), unit=""))
    assert questions(asked)["unit"]["choices"][2]["gives"].endswith(
        ("5,000 万元", "5,000 ten thousand yuan")
    )
    assert not Project.objects.exists()
    batch = bring(ledger(ledger_row(1), unit=""), answers=answers_to(asked, unit="万元"))
    assert Plan.objects.get().planned_yuan == 12_000_000
    assert batch.state == BatchState.APPLIED


@pytest.mark.parametrize(("length", "blocked"), [(200, False), (201, True)])
def test_a_word_longer_than_its_column_is_a_problem_of_its_row(length, blocked):
    assert bring(ledger(ledger_row(1, name="长" * length))).outcome["blocked"] is blocked


def test_two_files_of_one_name_are_told_apart():
    batch = bring(ledger(ledger_row(1)), ledger(ledger_row(2)))
    assert [file.name for file in batch.files.all()] == ["台账.xlsx", "台账 (2).xlsx"]


class TestUndo:
    def test_undoing_takes_back_what_was_created_and_keeps_the_record(self):
        batch = bring(ledger(ledger_row(1)))
        actions.undo(batch=batch, by=make_user(), at=AT)
        assert not Project.objects.exists()
        assert not Entry.objects.exists()
        assert Event.objects.filter(verb="project.import_undone").get().note["name"] == "示例工程乙"
        assert first_broken_event() is None

    def test_undoing_restores_what_was_changed(self):
        bring(ledger(ledger_row(1)))
        batch = bring(ledger(ledger_row(1, place="城南")))
        actions.undo(batch=batch, by=make_user(), at=AT)
        assert Project.objects.get().place == "城北"

    def test_what_was_changed_since_cannot_be_undone(self):
        first = bring(ledger(ledger_row(1)))
        bring(ledger(ledger_row(1, place="城南")))
        with pytest.raises(Refusal):
            actions.undo(batch=first, by=make_user(), at=AT)
        assert Project.objects.get().place == "城南"

    def test_what_something_new_rests_on_cannot_be_undone(self):
        first = bring(ledger(ledger_row(1)))
        bring(month(1, month_row(1, 1, 1)))
        with pytest.raises(Refusal):
            actions.undo(batch=first, by=make_user(), at=AT)
        assert Report.objects.exists()

    def test_an_import_is_not_undone_by_who_may_not_change_such_facts(self):
        batch = bring(ledger(ledger_row(1)))
        bureau = make_user(role=Role.STATISTICS)
        with pytest.raises(NotAllowed):
            actions.undo(batch=batch, by=bureau, at=AT)
        assert Project.objects.exists()

    def test_a_name_that_another_bears_since_does_not_come_back(self):
        bring(ledger(ledger_row(1)))
        batch = bring(ledger(ledger_row(1, name="新名工程")))
        make_project(name="示例工程乙")
        with pytest.raises(Refusal):
            actions.undo(batch=batch, by=make_user(), at=AT)
        assert Project.objects.filter(name="新名工程").exists()

    def test_a_locked_month_is_not_undone(self):
        bring(ledger(ledger_row(1)))
        bring(month(1, month_row(1, 100)))
        lock_round(round=Round.objects.get(), by=make_user(), at=AT)
        batch = bring(month(1, month_row(1, 200)), reason="更正")
        with pytest.raises(Refusal):
            actions.undo(batch=batch, by=make_user(), at=AT)
        assert Report.objects.current().get().completed_yuan == 2_000_000

    def test_a_month_in_which_others_reported_since_is_not_taken_back(self):
        bring(ledger(ledger_row(1), ledger_row(2)))
        batch = bring(month(4, month_row(1, 100)))
        hand_in(
            project=Project.objects.get(name="示例工程丙"),
            month=Month(2024, 4),
            filling=Filling(completed_yuan=5),
            edition=0,
            by=make_user(),
            at=AT,
        )
        with pytest.raises(Refusal):
            actions.undo(batch=batch, by=make_user(), at=AT)

    def test_an_import_is_undone_once(self):
        batch = bring(ledger(ledger_row(1)))
        actions.undo(batch=batch, by=make_user(), at=AT)
        with pytest.raises(Refusal):
            actions.undo(batch=batch, by=make_user(), at=AT)


class TestStaging:
    def stage(self, office, *files):
        return actions.stage(files=files, year=None, by=office, at=AT)

    def test_a_staged_batch_writes_nothing_until_applied(self):
        office = make_user()
        batch = self.stage(office, ledger(ledger_row(1)))
        assert not Project.objects.exists()
        actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)
        assert Project.objects.count() == 1

    def test_a_cell_mended_on_screen_is_read_instead(self):
        office = make_user()
        batch = self.stage(office, ledger(ledger_row(1, planned="约两千")))
        with pytest.raises(Refusal):
            actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)
        cell = "台账.xlsx|区重点|3|5"
        batch = actions.answer(
            batch=batch, edition=batch.edition, mended={cell: "2000"}, by=office, at=AT
        )
        actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)
        assert Plan.objects.get().planned_yuan == 20_000_000

    def test_what_a_header_means_is_remembered(self):
        office = make_user()
        head = ["项目名称", "总投资", "今年打算投多少", "类别"]
        rows: list[list[object]] = [["单位：万元"], [*head], ["甲工程", 100, 50, "续建"]]
        odd = ("odd.xlsx", workbook({"区重点2024年": rows}))
        batch = self.stage(office, odd)
        assert batch.outcome["created"] == 0
        ColumnAnswer.objects.create(title="今年打算投多少", field="planned")
        assert bring(odd, by=office).outcome["created"] == 1

    def test_of_two_people_the_second_is_told(self):
        office = make_user()
        batch = self.stage(office, ledger(ledger_row(1)))
        actions.answer(batch=batch, edition=batch.edition, reason="x", by=office, at=AT)
        with pytest.raises(Refusal):
            actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)

    def test_a_viewer_may_not_stage(self):
        with pytest.raises(NotAllowed):
            self.stage(make_user(role=Role.VIEWER), ledger(ledger_row(1)))
