"""What an import refuses, and what it leaves alone."""

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.importing import actions
from bihuan.importing.models import Batch, ColumnAnswer
from bihuan.importing.tests.books import LEDGER_HEAD, ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import AT, bring, messages
from bihuan.importing.workbooks.documents import HEADING, with_problems
from bihuan.importing.workbooks.sheets import ledger_sheets, monthly_sheet
from bihuan.kit import bulk
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.workbooks import BASE_SHEET, write_workbook
from bihuan.plans.actions import add_milestone
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
TOP = [["示例区2024年重点项目台账"], ["单位：万元"]]


def ledger_with(*more, head=(), sheet="区重点"):
    """Return a ledger of one project with further columns."""
    return "台账.xlsx", workbook({sheet: [*TOP, [*LEDGER_HEAD, *head], [*ledger_row(1), *more]]})


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("经度", 11201.5),
        ("经度", 1e30),
        ("纬度", 127.9),
        ("截至2023年底累计完成投资", -5),
        ("建设年限", "2025-2023"),
        ("计划开工时间", datetime.fromisoformat("9999-12-31")),
    ],
)
def test_what_no_project_can_have_is_a_problem_of_its_cell(heading, cell):
    batch = bring(ledger_with(cell, head=[heading]))
    problem = batch.outcome["problems"][0]
    assert (problem["row"], problem["column"], problem["severity"]) == (4, heading, "error")


@pytest.mark.parametrize("column", [4, 5])
def test_an_amount_of_a_ledger_is_not_negative(column):
    row = ledger_row(1)
    row[column] = -1
    assert bring(ledger(row)).outcome["problems"][0]["column"] == LEDGER_HEAD[column]
    row[column] = 0
    assert not bring(ledger(row)).outcome["blocked"]


@pytest.mark.parametrize(("total", "blocked"), [(120, False), (119.99, True), (0, False)])
def test_a_plan_ten_thousand_times_its_total_is_a_slip_of_the_unit(total, blocked):
    row = ledger_row(1)
    row[4] = total
    assert bool(messages(bring(ledger(row)))) is blocked


@pytest.mark.parametrize(
    ("role", "rows"),
    [
        (Role.STATISTICS, [["月份", "累计完成固定资产投资"], ["2024-01", -5]]),
        (
            Role.OFFICE,
            [["产业链", "企业名称", "2024年产值", "2023年产值"], ["甲链", "甲厂", -1, 5]],
        ),
    ],
)
def test_an_amount_of_the_bureau_is_not_negative(role, rows):
    sheet = workbook({"2024年": [["单位：万元"], *rows]})
    assert messages(bring(("局.xlsx", sheet), by=make_user(role=role)))


def test_a_code_of_one_project_with_the_name_of_another_renames_neither():
    bring(ledger(ledger_row(1), ledger_row(2)))
    slip = ledger_row(1, name="示例工程丙")
    assert "示例工程乙" in messages(bring(ledger(slip)))[0]
    assert Project.objects.filter(name="示例工程丙").count() == 1


def test_the_numbers_of_another_system_are_not_ours():
    bring(ledger(ledger_row(1)))
    first = Project.objects.get()
    head = ["系统编号", "项目名称", "项目类别", "总投资", "年度计划投资"]
    row = [str(first.pk), "另一工程", "续建", 7000, 700]
    assert not messages(bring(("省厅.xlsx", workbook({"区重点": [*TOP, head, row]}))))
    assert sorted(Project.objects.values_list("name", flat=True)) == ["另一工程", "示例工程乙"]


def test_a_file_in_which_nothing_is_recognised_is_told():
    batch = bring(("通知.xlsx", workbook({"封面": [["关于报送的通知"]]})), ledger(ledger_row(1)))
    assert "封面" in batch.outcome["problems"][0]["sheet"]
    assert not Project.objects.exists()


@pytest.mark.parametrize("year", [20240, 1, 2101])
def test_a_year_that_is_none_is_refused(year):
    with pytest.raises(Refusal, match=str(year)):
        bring(ledger(ledger_row(1)), year=year)


def test_an_unknown_field_is_refused_and_a_long_header_is_not_remembered():
    office = make_user()
    batch = actions.stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    with pytest.raises(Refusal, match="nosuch"):
        actions.answer(batch=batch, edition=1, columns={"甲": "nosuch"}, by=office, at=AT)
    told = {"长" * 201: "planned", "长" * 200: "-"}
    actions.answer(batch=batch, edition=1, columns=told, by=office, at=AT)
    assert ColumnAnswer.objects.get().title == "长" * 200


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "台账.xlsx|区重点|3|999999999",
        "台账.xlsx|区重点|99999|1",
        "台账.xlsx|区重点|-1|1",
        "|||",
    ],
)
def test_a_mended_cell_that_there_is_not_is_left_alone(key):
    office = make_user()
    batch = actions.stage(files=[ledger(ledger_row(1))], year=None, by=office, at=AT)
    assert (
        actions.answer(batch=batch, edition=1, mended={key: "9"}, by=office, at=AT).outcome[
            "created"
        ]
        == 1
    )


def test_a_cell_is_mended_whatever_the_names_hold():
    office = make_user()
    name, content = ledger(ledger_row(1, planned="约"), sheet="区重点|一")
    batch = actions.stage(files=[(f"a|{name}", content)], year=None, by=office, at=AT)
    key = f"a|{name}|区重点|一|3|5"
    batch = actions.answer(batch=batch, edition=1, mended={key: "9"}, by=office, at=AT)
    assert not batch.outcome["blocked"]


def test_files_told_apart_never_share_a_name():
    one_ = ledger(ledger_row(1))
    other = ("台账 (2).xlsx", ledger(ledger_row(2))[1])
    third = ledger(ledger_row(3))
    batch = bring(one_, other, third)
    assert len({file.name for file in batch.files.all()}) == 3


def test_a_crash_in_the_middle_of_writing_leaves_nothing(monkeypatch):
    whole = bulk.insert_all

    def stumble(model, things):
        if model is Plan:
            raise RuntimeError("power cut")
        whole(model, things)

    monkeypatch.setattr("bihuan.kit.bulk_writes.insert_all", stumble)
    with pytest.raises(RuntimeError):
        bring(ledger(ledger_row(1)))
    assert not Project.objects.exists()
    assert not Batch.objects.exists()
    assert not Event.objects.exists()


class TestEditions:
    def test_whoever_edits_a_project_is_told_of_an_import_meanwhile(self):
        bring(ledger(ledger_row(1)))
        seen = Project.objects.get().edition
        bring(ledger(ledger_row(1, place="城南")))
        assert Project.objects.get().edition == seen + 1

    def test_whoever_fills_a_report_is_told_of_an_import_meanwhile(self):
        bring(ledger(ledger_row(1)))
        bring(month(1, month_row(1, 100, 100)))
        seen = Report.objects.get().edition
        bring(month(1, month_row(1, 120, 120)), reason="更正")
        assert Report.objects.get(is_current=True).edition > seen


class TestUndoing:
    def test_a_theme_given_by_an_import_is_taken_back(self):
        bring(ledger_with("民生", head=["主题"]))
        batch = bring(ledger_with("民生、教育", head=["主题"]))
        actions.undo(batch=batch, by=make_user(), at=AT)
        assert [t.name for t in Project.objects.get().themes.all()] == ["民生"]

    def test_milestones_entered_since_are_not_swept_away(self):
        batch = bring(ledger(ledger_row(1)))
        year = Project.objects.get().years.get()
        add_milestone(
            project_year=year, name="开工", due_on=date(2024, 6, 1), by=make_user(), at=AT
        )
        with pytest.raises(Refusal):
            actions.undo(batch=batch, by=make_user(), at=AT)
        assert year.milestones.exists()

    def test_an_undone_rename_gives_the_old_name_back(self):
        bring(ledger(ledger_row(1)))
        batch = bring(ledger(ledger_row(1, name="新名工程")))
        actions.undo(batch=batch, by=make_user(), at=AT)
        project = Project.objects.get()
        assert (project.name, project.former_names.count()) == ("示例工程乙", 0)
        assert not messages(bring(month(1, month_row(1, 10, 10))))


def edited(content, change):
    book = load_workbook(io.BytesIO(content))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class TestComeBack:
    @pytest.fixture
    def went_out(self, db):
        self.office = make_user()
        bring(ledger(ledger_row(1)))
        return write_workbook(ledger_sheets(self.office, 2024), returns=True)

    @staticmethod
    def place(book):
        page = book.worksheets[0]
        return next(c for c in page[3] if c.value == "建设地点").column_letter

    def test_a_sheet_renamed_meanwhile_still_conflicts(self, went_out):
        def change(book):
            book.worksheets[0][f"{self.place(book)}4"] = "城东"
            book.worksheets[0].title = "区重点（改）"

        bring(ledger(ledger_row(1, place="城南")))
        batch = bring(("回.xlsx", edited(went_out, change)))
        assert "城南" in messages(batch)[0]

    def test_a_heading_renamed_meanwhile_still_conflicts(self, went_out):
        def change(book):
            column = self.place(book)
            book.worksheets[0][f"{column}3"], book.worksheets[0][f"{column}4"] = "建设地址", "城东"

        bring(ledger(ledger_row(1, place="城南")))
        assert "城南" in messages(bring(("回.xlsx", edited(went_out, change))))[0]

    def test_what_was_not_edited_leaves_what_others_wrote(self, went_out):
        bring(ledger(ledger_row(1, place="城南")))
        assert bring(("回.xlsx", went_out)).outcome["unchanged"] == 1
        assert Project.objects.get().place == "城南"

    def test_a_damaged_memory_is_refused_in_a_sentence(self, went_out):
        def change(book):
            book[BASE_SHEET]["C1"] = "{rubbish"

        with pytest.raises(Refusal):
            bring(("回.xlsx", edited(went_out, change)))

    def test_words_longer_than_a_cell_go_out_and_come_back(self):
        bring(ledger_with("长" * 31_000, "标" * 31_000, head=["建设内容", "年度建设目标"]))
        content = write_workbook(ledger_sheets(make_user(), 2024), returns=True)
        assert bring(("回.xlsx", content)).outcome["unchanged"] == 1

    def test_a_months_form_filled_in_offline_reports_the_month(self, went_out):
        def change(book):
            book.worksheets[0]["D4"] = 15

        form = write_workbook([monthly_sheet(self.office, Month(2024, 3))], returns=True)
        assert not messages(bring(("月报.xlsx", edited(form, change))))
        assert Report.objects.get().completed_yuan == 150_000


class TestProblemsOut:
    PROBLEM = {"row": 2, "column": "金额", "message": "=1+1", "index": 1, "sheet": ""}

    def out(self, name, content, sheet):
        book = load_workbook(
            io.BytesIO(with_problems(name, content, [{**self.PROBLEM, "sheet": sheet}]))
        )
        return book.worksheets[0]

    def test_no_cell_of_a_csv_becomes_a_formula(self):
        page = self.out("a.csv", "名称,金额\n=HYPERLINK(0),2\n".encode(), "a")
        assert page["A2"].data_type == "s"
        assert page["C1"].value == HEADING

    @pytest.mark.parametrize("stem", ["台账[1]", "很长的名字" * 12])
    def test_a_csv_of_any_name_comes_back_with_its_problems(self, stem):
        assert self.out(f"{stem}.csv", "名称,金额\n甲,2\n".encode(), stem)["C2"].value

    def test_a_reporter_brings_in_no_month_of_anothers_project(self):
        bring(ledger(ledger_row(1)))
        batch = bring(month(1, month_row(1, 1, 1)), by=make_user(role=Role.REPORTER))
        assert batch.outcome["blocked"]
        assert not Report.objects.exists()
