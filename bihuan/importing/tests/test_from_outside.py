"""What a stranger's tables found: read wrong without a word, or answered with a fault."""

from datetime import timedelta

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import AT, answers_to, bring, messages, questions
from bihuan.kit.errors import Refusal
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资"]
TOP = [["示例区2024年区重点项目一览表"], ["单位：万元"]]
UNTIL_APRIL = [["示例区2024年重点项目月报"], ["单位：万元"], ["项目名称", "2024年1至4月完成投资"]]
BARE_MAY = [["示例区2024年5月重点项目月报"], ["单位：万元"], ["项目名称", "完成投资"]]
NAME = ledger_row(1)[1]


def table(*rows, head=HEAD, top=TOP, name="表.xlsx"):
    return name, workbook({"区重点": [*top, head, *rows]})


def until_april(amount):
    return "4月.xlsx", workbook({"月报": [*UNTIL_APRIL, [NAME, amount]]})


def test_parts_numbered_in_brackets_are_asked_about_wherever_they_stand():
    rows = [
        [1, "示例工程甲", "续建", 5000, 1500],
        ["（1）", "一号楼", "续建", 3000, 1000],
        ["（2）", "二号楼", "续建", 2000, 500],
        [2, "示例工程乙", "续建", 3000, 800],
    ]
    asked = bring(table(*rows))
    gives = [choice["gives"] for choice in questions(asked)["children"]["choices"]]
    assert "2,300" in gives[0]
    bring(table(*rows), answers=answers_to(asked, children="parents"))
    assert Project.objects.count() == 2


def test_what_goes_on_after_a_part_is_a_part_too():
    rows = [
        [1, "示例工程甲", "续建", 5000, 1500],
        [None, "其中：一期厂房", "续建", 3000, 1000],
        [None, "二期厂房", "续建", 2000, 500],
        [2, "示例工程乙", "续建", 3000, 800],
    ]
    assert not messages(bring(table(*rows)))
    assert sorted(Project.objects.values_list("name", flat=True)) == ["示例工程乙", "示例工程甲"]


@pytest.mark.parametrize("word", ["2024年合计", "平均", "占全区比重", "上年同期", "增减"])
def test_totals_and_comparisons_under_any_word_are_no_projects(word):
    rows = [[1, "示例工程甲", "续建", 1000, 500], [2, "示例工程乙", "续建", 2000, 600]]
    bring(table(*rows, [None, word, None, 3000, 1100]))
    assert Project.objects.count() in (0, 2)
    assert not Project.objects.filter(name=word).exists()


def test_a_heading_twice_with_other_amounts_is_asked_about():
    bring(ledger(ledger_row(1)))
    top = [["示例区2024年4月重点项目月报"], ["单位：万元"]]
    head = ["项目名称", "本月完成投资", "本月完成投资"]
    files = [table([NAME, 90, 400], head=head, top=top)]
    asked = bring(*files)
    assert [c["value"] for c in questions(asked)["twice"]["choices"]] == ["1", "2"]
    bring(*files, answers=answers_to(asked, twice="1"))
    assert Report.objects.get().completed_yuan == 900_000
    assert not Report.objects.filter(completed_yuan=4_000_000).exists()


def test_two_columns_of_one_heading_may_each_be_chosen_as_the_plan():
    asked = bring(table([1, "示例工程甲", "续建", 1000, 500, 700], head=[*HEAD, "2024年计划投资"]))
    values = [choice["value"] for choice in questions(asked)["plan"]["choices"]]
    assert len(set(values)) == len(values) == 3


@pytest.mark.parametrize(
    "line", ["1,示例工程甲,续建,5,000,100,500", "1,示例工程甲,续建,5000,1500,9"]
)
def test_an_amount_that_is_cut_at_its_comma_is_told(line):
    text = (
        "示例区2024年区重点项目\n单位：万元\n序号,项目名称,建设性质,总投资,2024年计划投资\n" + line
    )
    assert messages(bring(("表.csv", text.encode())))
    assert not Project.objects.exists()


@pytest.mark.parametrize("cell", ["1,5", "12,34", "5,000,00", "1200,5"])
def test_a_mistyped_comma_is_a_problem_of_its_cell(cell):
    batch = bring(ledger(ledger_row(1, planned=cell)))
    assert batch.outcome["problems"][0]["row"] == 4


def test_an_answer_that_is_none_leaves_the_question_open():
    bring(ledger(ledger_row(1)))
    rows = [["示例区2024年1-4月完成情况表"], ["单位：万元"], ["项目名称", "完成投资"], [NAME, 10]]
    files = [("4月.xlsx", workbook({"月报": rows}))]
    asked = bring(*files)
    again = bring(*files, answers=answers_to(asked, span="foo"))
    assert "span" in questions(again)
    assert not messages(bring(*files, answers=answers_to(asked, span="to_date")))
    later = bring(*files)
    assert "span" not in questions(later)  # it is remembered


class TestOpening:
    @pytest.fixture(autouse=True)
    def _opened(self, db):
        bring(ledger(ledger_row(1)))
        bring(until_april(100))

    @pytest.mark.parametrize("number", [2, 4])
    def test_a_month_in_an_opening_sum_is_not_added_to_it(self, number):
        assert messages(bring(month(number, month_row(1, 20)), reason="补报"))
        assert [r.completed_yuan for r in Report.objects.all()] == [1_000_000]

    def test_the_month_after_it_is_a_months_report(self):
        rows = [[["示例区2024年5月月报"], ["单位：万元"], ["项目名称", "1-5月累计完成投资"]]]
        assert not messages(bring(("5月.xlsx", workbook({"月报": [*rows[0], [NAME, 150]]}))))
        report = Report.objects.get(month__month=5)
        assert (report.completed_yuan, report.origin) == (500_000, "backfill")


def test_an_opening_that_has_no_place_is_not_offered():
    bring(ledger(ledger_row(1)))
    for number in (3, 5):
        bring(month(number, month_row(1, 20)))
    files = [month(6, month_row(1, 10, 100))]
    asked = bring(*files)
    assert [c["value"] for c in questions(asked)["opening"]["choices"]] == ["-"]
    assert not messages(bring(*files, answers=answers_to(asked, opening="-")))
    assert Report.objects.get(month__month=6).completed_yuan == 100_000


class TestAfterNoOpening:
    """A bulletin whose cumulative was not believed is followed by others."""

    @pytest.fixture(autouse=True)
    def _begun(self, db):
        bring(ledger(ledger_row(1)))
        files = [month(6, month_row(1, 10, 100))]
        bring(*files, answers=answers_to(bring(*files), opening="-"))

    @pytest.mark.parametrize(("answer", "opening"), [("-", None), ("opening", 900_000)])
    def test_the_next_is_asked_about_and_read(self, answer, opening):
        files = [month(7, month_row(1, 12, 112))]
        asked = bring(*files)
        gives = {c["value"]: c["gives"] for c in questions(asked)["opening"]["choices"]}
        assert gives["opening"].endswith("90 万元")
        assert not messages(bring(*files, answers=answers_to(asked, opening=answer)))
        assert Report.objects.get(month__month=7).completed_yuan == 120_000
        may = Report.objects.filter(month__month=5).first()
        assert (may and may.completed_yuan) == opening
        assert not may or may.is_opening

    def test_what_then_is_an_opening_sum_leaves_the_month_after_its_own(self):
        files = [month(7, month_row(1, 12, 112))]
        bring(*files, answers=answers_to(bring(*files), opening="opening"))
        later = bring(month(8, month_row(1, 5, 117)))
        assert (messages(later), questions(later)) == ([], {})


@pytest.mark.parametrize("is_opened", [False, True])
def test_what_the_year_so_far_gives_is_what_is_written(is_opened):
    bring(ledger(ledger_row(1)))
    if is_opened:
        bring(until_april(100))
    files = [("5月.xlsx", workbook({"月报": [*BARE_MAY, [NAME, 150]]}))]
    asked = bring(*files)
    gives = {c["value"]: c["gives"] for c in questions(asked)["span"]["choices"]}
    bring(*files, answers=answers_to(asked, span="to_date"))
    report = Report.objects.get(month__month=5)
    assert report.is_opening is not is_opened
    assert gives["to_date"].endswith(f"{report.completed_yuan // 10_000} 万元")
    assert ("期初数" in gives["to_date"]) is report.is_opening


def test_to_take_the_good_rows_where_there_are_none_is_refused():
    with pytest.raises(Refusal):
        bring(ledger(ledger_row(1, planned="许多")), take_good=True)
    assert not Plan.objects.exists()


def test_an_opening_sum_is_told_in_the_preview():
    bring(ledger(ledger_row(1)))
    statements = [proof["statement"] for proof in bring(until_april(100)).outcome["proof"]]
    assert any("期初数" in each or "opening" in each for each in statements)


def test_a_ledger_in_rounded_hundred_millions_leaves_what_is_exact():
    rows = [[1, "示例工程甲", "续建", 18_600, 8_000], [2, "示例工程乙", "续建", 52_000, 15_000]]
    bring(table(*rows))
    top = [["示例区2024年区重点项目一览表"], ["单位：亿元"]]
    rounded = [[1, "示例工程甲", "续建", 1.9, 0.8], [2, "示例工程乙", "续建", 6.2, 1.5]]
    assert not messages(bring(table(*rounded, top=top)))
    totals = dict(Project.objects.values_list("name", "total_investment_yuan"))
    assert totals == {"示例工程甲": 186_000_000, "示例工程乙": 620_000_000}


def test_a_row_in_a_unit_of_its_own_is_asked_about():
    bring(ledger(ledger_row(1)))
    top = [["示例区2024年4月重点项目月报"], ["单位：万元"]]
    batch = bring(
        table([NAME, "亿元", 0.05], head=["项目名称", "计量单位", "本月完成投资"], top=top)
    )
    assert "亿元" in questions(batch)["rowunit"]["text"]
    assert not Report.objects.exists()


def until(month, *amounts, heading):
    top = [[f"示例区2024年{month}月重点项目月报"], ["单位：万元"], ["项目名称", heading]]
    rows = [[ledger_row(number)[1], amount] for number, amount in enumerate(amounts, 1)]
    return f"{month}月.xlsx", workbook({"月报": [*top, *rows]})


class TestRemembered:
    @pytest.fixture(autouse=True)
    def _listed(self, db):
        bring(ledger(ledger_row(1), ledger_row(2)))

    def answered(self, month, heading, value):
        files = [until(month, 100, 200, heading=heading)]
        asked = bring(*files)
        return bring(*files, answers=answers_to(asked, span=value))

    def test_until_last_year_is_asked_again_in_another_month_and_the_answer_named(self):
        head = ["序号", "项目名称", "建设性质", "总投资", "已完成投资", "2024年计划投资"]
        files = [table([1, "示例工程丙", "续建", 5000, 900, 1200], head=head)]
        asked = bring(*files)
        bring(*files, answers=answers_to(asked, before="before"))
        assert not questions(bring(*files))
        grown = [table([1, "示例工程丙", "续建", 5000, 1400, 1200], head=head)]
        later = AT + timedelta(days=30)
        batch = actions.bring_in(files=grown, year=None, by=make_user(), at=later)
        again = questions(batch)["before"]
        assert again["former"] == "before"
        assert "2024-11" in again["text"]

    def test_what_month_and_year_so_far_are_in_january_tells_nothing_of_february(self):
        self.answered(1, "完成投资", "month")
        assert questions(bring(until(2, 150, 260, heading="完成投资")))["span"]["former"] == "month"

    def test_the_year_so_far_stays_so_from_month_to_month(self):
        self.answered(4, "截至目前完成投资", "to_date")
        assert "span" not in questions(bring(until(5, 150, 260, heading="截至目前完成投资")))


def test_an_answer_that_is_no_choice_is_refused_in_a_sentence(client):
    office = make_user()
    client.force_login(office)
    batch = actions.stage(files=[ledger(ledger_row(1), unit="")], year=None, by=office, at=AT)
    number = questions(batch)["unit"]["id"]
    address = f"/api/imports/{batch.pk}/answer"
    for answers, words in (({number: "斤"}, "万元"), ({"unit-0": "元"}, "unit-0")):
        said = {"edition": batch.edition, "answers": answers}
        refused = client.post(address, said, content_type="application/json")
        assert refused.status_code == 409
        assert words in refused.json()["message"]
    wrong = {"edition": batch.edition, "answers": {number: None}}
    refused = client.post(address, wrong, content_type="application/json")
    assert refused.status_code == 422
    assert f"answers.{number}" in refused.json()["message"]
    assert "said" not in str(refused.json()["detail"])


def test_a_problem_speaks_in_the_sheets_unit():
    bring(ledger(ledger_row(1), unit="单位：万元"))
    assert "1,200 万元" in messages(bring(ledger(ledger_row(1, planned=1500))))[0]
    top = [["示例区2024年区重点项目一览表"], ["单位：亿元"]]
    told = bring(table([1, NAME, "续建", 0.5, 0.2], top=top))
    assert "0.12 亿元" in messages(told)[0]
    bring(month(1, month_row(1, 10, 10)))
    assert "25 万元" in messages(bring(month(2, month_row(1, 15, 40))))[0]
