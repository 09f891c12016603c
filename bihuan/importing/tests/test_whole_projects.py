"""A project's rows go together; rows without a name are never left out unasked."""

import io

import pytest
from openpyxl import load_workbook

from bihuan.importing.models import Batch, BatchState
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.kit.errors import Refusal
from bihuan.plans.models import Plan
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "建设性质", "总投资", "2024年计划投资"]
TOP = [["示例区2024年区重点项目一览表"], ["单位：万元"]]
ONE, TWO = [1, "示例工程甲", "续建", 5000, 1500], [2, "示例工程乙", "续建", 3000, 800]


def table(*rows, merged=()):
    content = workbook({"区重点": [*TOP, HEAD, *rows]})
    if merged:
        book = load_workbook(io.BytesIO(content))
        for area in merged:
            book.active.merge_cells(area)
        stream = io.BytesIO()
        book.save(stream)
        content = stream.getvalue()
    return "表.xlsx", content


class TestNameless:
    ROW = (None, None, None, 1000, 300)

    def test_a_row_of_amounts_without_a_name_is_asked_about(self):
        files = [table(ONE, list(self.ROW), TWO)]
        asked = bring(*files)
        gives = [choice["gives"] for choice in questions(asked)["nameless"]["choices"]]
        assert ("1,000" in gives[0], "300" in gives[0]) == (True, True)
        assert not Project.objects.exists()
        done = bring(*files, answers=answers_to(asked, nameless="left"))
        assert Project.objects.count() == 2
        assert [each["row"] for each in done.outcome["left_out"]] == [5]

    def test_it_may_be_a_project_to_be_mended(self):
        files = [table(ONE, list(self.ROW), TWO)]
        batch = bring(*files, answers=answers_to(bring(*files), nameless="mend"))
        assert [problem["row"] for problem in batch.outcome["problems"]] == [5]
        assert not Project.objects.exists()

    def test_amounts_in_words_count_too(self):
        row = [None, None, None, "1,000", None]
        assert "nameless" in questions(bring(table(ONE, row, TWO)))

    def test_a_total_without_a_word_is_none(self):
        batch = bring(table(ONE, TWO, [None, None, None, 8000, 2300]))
        assert (messages(batch), questions(batch)) == ([], {})
        assert Project.objects.count() == 2


def test_a_project_over_two_lines_is_taken_whole_or_not_at_all():
    rows = [ONE, [None, None, None, 2000, 500], TWO]
    file = table(*rows, merged=["B4:B5"])
    bring(file, take_good=True, answers=answers_to(bring(file), merged="mend"))
    assert list(Project.objects.values_list("name", flat=True)) == ["示例工程乙"]
    rest = Batch.objects.get(state=BatchState.STAGED)
    assert {problem["row"] for problem in rest.outcome["problems"]} == {4, 5}


def test_two_rows_of_one_project_go_together():
    again = [2, "示例工程甲", "续建", 5000, "许多"]
    bring(table(ONE, again, [3, *TWO[1:]]), take_good=True)
    assert list(Project.objects.values_list("name", flat=True)) == ["示例工程乙"]


def test_a_project_twice_with_other_amounts_is_a_problem_of_both_rows():
    files = [table(ONE, [2, "示例工程甲", "续建", 5000, 1600], [3, *TWO[1:]])]
    assert {problem["row"] for problem in bring(*files).outcome["problems"]} == {4, 5}
    bring(*files, take_good=True)
    assert list(Plan.objects.values_list("planned_yuan", flat=True)) == [8_000_000]


def test_a_month_twice_with_other_amounts_is_a_problem_of_both_rows():
    bring(ledger(ledger_row(1)))
    with pytest.raises(Refusal):
        bring(month(1, month_row(1, 10), month_row(1, 20)), take_good=True)
    assert not Report.objects.exists()
