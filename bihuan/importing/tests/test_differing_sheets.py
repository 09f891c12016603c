"""Two sheets that say differently of one project: which counts is asked, or said."""

import pytest

from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import answers_to, bring, questions
from bihuan.plans.models import ProjectYear
from bihuan.projects.models import Project

HEAD = [
    "序号",
    "项目名称",
    "建设性质",
    "总投资",
    "2024年计划投资",
    "至2023年底累计完成投资",
    "项目类别",
]
WAN = 10_000


def two_lists(municipal, district, *, name="示例工程甲"):
    sheets = {}
    for tier, row in (("市", municipal), ("区", district)):
        top = [[f"示例区2024年{tier}重点项目一览表"], ["单位：万元"], HEAD]
        sheets[f"{tier}重点"] = [*top, [1, name, *row]]
    return "表.xlsx", workbook(sheets)


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "total"), [("first", 18_600), ("later", 16_800)])
def test_two_totals_of_a_project_on_two_lists_are_asked_about(answer, total):
    table = two_lists(
        ["续建", 18_600, 8000, 0, "开工建设类"], ["续建", 16_800, 7500, 0, "开工建设类"]
    )
    found = bring(table)
    (question,) = questions(found).values()
    assert [choice["gives"] for choice in question["choices"]] == [
        "总投资 18,600 万元",
        "总投资 16,800 万元",
    ]
    bring(table, answers=answers_to(found, differs=answer))
    assert Project.objects.get().total_investment_yuan == total * WAN


@pytest.mark.django_db
def test_two_classes_and_two_amounts_before_the_year_are_asked_about_each():
    table = two_lists(
        ["续建", 18_600, 8000, 500, "开工建设类"], ["续建", 18_600, 8000, 700, "前期储备类"]
    )
    found = bring(table)
    open_ = [q for q in found.outcome["questions"] if not q["answer"]]
    assert {q["column"] for q in open_} == {"至2023年底累计完成投资", "项目类别"}
    bring(table, answers={q["id"]: "later" for q in open_})
    year = ProjectYear.objects.get()
    assert (year.completed_before_yuan, year.project_class) == (700 * WAN, "preparation")


@pytest.mark.django_db
def test_other_words_are_told_and_the_first_sheet_counts():
    table = two_lists(["新建", 500, 80, 0, "开工建设类"], ["扩建", 500, 80, 0, "开工建设类"])
    found = bring(table)
    assert questions(found) == {}
    assert Project.objects.get().nature == "new"
    assert [proof["holds"] for proof in found.outcome["proof"]].count(False) == 1
