"""What a table says twice and differently is asked, not decided."""

import pytest

from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import AnnualList, Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
NAMES = [ledger_row(n)[1] for n in range(1, 5)]
MONTH = ["项目名称", "年度计划投资", "本月完成投资", "1-2月累计完成投资", "完成率"]


def report(*rows, title="示例区2024年2月重点项目月报", sheet="月报", file="月报.xlsx", head=MONTH):
    top = [[title], ["单位：万元"], head]
    return file, workbook({sheet: [*top, *rows]})


def rated(*rates, done=300):
    rows = zip(NAMES, rates, strict=False)
    return [[name, 1200, done / 3, done, rate] for name, rate in rows]


@pytest.fixture
def known(db):
    bring(ledger(*(ledger_row(n) for n in range(1, 5))))


def list_of(*rows, head, sheet="区重点", title="示例区2024年区重点项目一览表", file="表.xlsx"):
    top = [[title], ["单位：万元"], ["序号", "项目名称", "建设性质", *head]]
    lines = [[n, NAMES[n - 1], "续建", *row] for n, row in enumerate(rows, 1)]
    return file, workbook({sheet: [*top, *lines]})


@pytest.mark.usefixtures("known")
class TestContradictingMonths:
    def test_rates_that_contradict_the_amounts_in_most_lines_are_asked_about(self):
        files = [report(*rated("80%", "90%", "75%"))]
        asked = bring(*files)
        question = questions(asked)["rate"]
        assert [choice["value"] for choice in question["choices"]] == ["amounts", "skip"]
        assert "900" in question["choices"][0]["gives"]
        assert not bring(*files, answers=answers_to(asked, rate="skip")).outcome["created"]
        answers = {**answers_to(asked, rate="amounts")}
        if "opening" in questions(asked):
            answers |= answers_to(asked, opening="-")
        again = bring(*files, answers=answers)
        assert "rate" not in questions(again)

    @pytest.mark.parametrize("rates", [("25%", "25%", "25%"), (0.25, 0.25, 0.25), (25, 25, 80)])
    def test_rates_that_hold_are_not_asked_about(self, rates):
        assert "rate" not in questions(bring(report(*rated(*rates))))

    def test_the_rate_of_the_month_alone_is_no_contradiction(self):
        assert "rate" not in questions(bring(report(*rated("8.33%", "8.33%", "8.33%"))))

    @pytest.mark.parametrize(
        "told",
        [
            {"sheet": "3月"},
            {"file": "示例区2024年5月.xlsx"},
            {"sheet": "1-3月", "file": "2024年2月.xlsx"},
        ],
    )
    def test_title_sheet_and_file_that_name_other_months_are_asked_about(self, told):
        files = [report(*rated("25%"), **told)]
        asked = bring(*files)
        assert len(questions(asked)["month"]["choices"]) == 2
        assert not Report.objects.exists()
        asked = bring(*files, answers=answers_to(asked, month="2024-02"))
        assert "month" not in questions(asked)

    @pytest.mark.parametrize(
        "told", [{"sheet": "2月", "file": "2024年6月.xlsx"}, {"file": "2024年1-6月.xlsx"}]
    )
    def test_a_file_of_many_months_contradicts_no_sheet_of_one(self, told):
        assert "month" not in questions(bring(report(*rated("25%"), **told)))

    @pytest.mark.parametrize(
        "lines",
        [
            ["示例区2024年3月重点项目调度会进展表", "（数据截至2024年2月29日）"],
            ["示例区2024年3月重点项目调度表（截至2月底）"],
            ["月调度表（2024年3月）", "统计时间：截至2024年2月底"],
        ],
    )
    def test_a_month_to_whose_end_amounts_reach_is_not_that_of_the_meeting(self, lines):
        top = [*([line] for line in lines), ["单位：万元"], ["项目名称", "本月完成投资"]]
        rows = [[name, 100] for name in NAMES]
        file = "进展.xlsx", workbook({"进展": [*top, *rows]})
        asked = bring(file)
        values = [choice["value"] for choice in questions(asked)["month"]["choices"]]
        assert values == ["2024-03", "2024-02"]
        bring(file, answers=answers_to(asked, month="2024-02"))
        assert {report.month.month for report in Report.objects.all()} <= {2}

    @pytest.mark.parametrize("words", ["2024年2月上旬", "2024年2月第2周", "2024年2月（中旬）"])
    def test_a_part_of_a_month_is_not_read_as_the_month(self, words):
        head = ["项目名称", "完成投资", "累计完成投资"]
        file = report(*([name, 100, 100] for name in NAMES), title=f"示例区{words}", head=head)
        assert "part" in questions(bring(file))
        assert not Report.objects.exists()

    def test_a_file_of_another_year_is_asked_about(self):
        asked = bring(report(*rated("25%"), file="2025年2月.xlsx"))
        assert {c["value"] for c in questions(asked)["year"]["choices"]} == {"2024", "2025"}

    def test_two_columns_of_one_month_under_other_words_are_asked_about(self):
        head = ["项目名称", "本月完成投资", "当月完成投资"]
        asked = bring(report([NAMES[0], 90, 400], [NAMES[1], 80, 70], head=head))
        choices = questions(asked)["twice"]["choices"]
        assert [c["label"] for c in choices] == ["本月完成投资", "当月完成投资"]


def test_two_plans_of_the_year_that_differ_are_asked_about():
    head = ["总投资", "2024年计划投资", "年度计划投资"]
    files = [list_of([5000, 1200, 1500], [6000, 900, 1000], head=head)]
    asked = bring(*files)
    assert len(questions(asked)["plan"]["choices"]) == 3
    assert not Plan.objects.exists()
    bring(*files, answers=answers_to(asked, plan=questions(asked)["plan"]["choices"][1]["value"]))
    assert list(Plan.objects.values_list("planned_yuan", flat=True)) == [15_000_000, 10_000_000]


def test_two_plans_of_which_the_ledger_proves_one_are_not_asked_about():
    bring(list_of([5000, 1200], [6000, 900], head=["总投资", "2024年计划投资"]))
    head = ["总投资", "2024年计划投资", "年度计划投资"]
    batch = bring(list_of([5000, 1500, 1200], [6000, 1000, 900], head=head))
    assert (messages(batch), questions(batch)) == ([], {})


def test_two_totals_that_differ_are_asked_about():
    head = ["总投资", "计划总投资", "2024年计划投资"]
    files = [list_of([5000, 5500, 1200], [6000, 6000, 900], head=head)]
    asked = bring(*files)
    assert [c["label"] for c in questions(asked)["same"]["choices"]] == head[:2]
    bring(*files, answers=answers_to(asked, same="4"))
    totals = Project.objects.order_by("total_investment_yuan")
    assert list(totals.values_list("total_investment_yuan", flat=True)) == [55_000_000, 60_000_000]


def test_a_sheet_of_another_list_than_its_title_is_asked_about():
    head = ["总投资", "2024年计划投资"]
    files = [list_of([5000, 1200], head=head, sheet="省重点")]
    asked = bring(*files)
    assert "tier" in questions(asked)
    assert not AnnualList.objects.exists()
