"""A row of a ledger in another unit than the others is asked about, whatever its column."""

import pytest

from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.test_actions import answers_to, bring, questions
from bihuan.plans.models import Plan
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
HEAD = ["序号", "项目名称", "项目类别", "总投资", "截至2023年底累计完成投资", "年度计划投资"]
PLAIN = [5_000, 1_000, 1_200]


def ledger_of(odd, *, plain=PLAIN, unit="万元"):
    rows = [[n, f"第{n}号工程", "开工建设类", *plain] for n in range(1, 6)]
    rows.append([6, "末号工程", "开工建设类", *odd])
    top = [["示例区2024年区重点项目台账"], [f"单位：{unit}"], HEAD]
    return "台账.xlsx", workbook({"区重点": [*top, *rows]})


@pytest.mark.parametrize(
    ("odd", "gives"),
    [
        ([50_000_000, 1_000, 1_200], "5,000 万元"),
        ([5_000, 10_000_000, 1_200], "1,000 万元"),
        ([5_000, 1_000, 12_000_000], "1,200 万元"),
        ([0.5, 1_000, 1_200], "5,000 万元"),
        ([5_000, 1_000, 0.12], "1,200 万元"),
    ],
)
def test_one_row_in_another_unit_is_asked_about(odd, gives):
    asked = bring(ledger_of(odd))
    question = questions(asked)["slip"]
    assert [choice["value"] for choice in question["choices"]] == ["unit", "amount", "-"]
    assert gives in question["choices"][0]["gives"]
    assert not Project.objects.exists()
    done = bring(ledger_of(odd), answers=answers_to(asked, slip="unit"))
    assert not questions(done)
    last = Project.objects.get(name="末号工程")
    assert last.total_investment_yuan == 50_000_000
    assert last.years.get().completed_before_yuan == 10_000_000
    assert Plan.objects.get(entry__project=last).planned_yuan == 12_000_000


def test_an_amount_that_says_its_own_unit_is_no_slip():
    asked = questions(bring(ledger_of(["3000亿元", 1_000, 1_200])))
    assert "slip" not in asked


def test_the_other_unit_is_told_by_the_tables_own():
    in_yi = {"plain": [5, 1, 1.2], "unit": "亿元"}
    asked = questions(bring(ledger_of([50_000, 1, 1.2], **in_yi)))["slip"]
    assert asked["choices"][0]["label"].endswith("万元")
    assert "50,000 万元" in asked["choices"][0]["gives"]


def test_rows_that_differ_as_projects_do_are_not_asked_about():
    assert not questions(bring(ledger_of([500_000, 20_000, 90_000])))
