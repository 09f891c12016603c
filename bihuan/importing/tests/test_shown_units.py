"""Units that stand in number formats alone: 1.86 shown as 1.86亿元."""

import io

import pytest
from openpyxl import Workbook

from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.plans.models import Plan
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
NAMES = ["示例工程甲", "示例工程乙", "示例工程丙"]
YI = '0.00"亿元"'


def table(formats, *amounts, note="", heading="总投资", name="表.xlsx", plan=3000):
    """Return a list whose column of total investment has a number format, or one a row."""
    book = Workbook()
    page = book.active
    page.title = "区重点"
    page.append(["示例区2024年区重点项目一览表"])
    page.append([note])
    page.append(["序号", "项目名称", "建设性质", heading, "2024年计划投资（万元）"])
    for number, amount in enumerate(amounts, 1):
        page.append([number, NAMES[number - 1], "续建", amount, plan])
        page.cell(number + 3, 4).number_format = (
            formats if isinstance(formats, str) else formats[number - 1]
        )
    stream = io.BytesIO()
    book.save(stream)
    return name, stream.getvalue()


def totals():
    return list(Project.objects.order_by("pk").values_list("total_investment_yuan", flat=True))


@pytest.mark.parametrize(
    ("code", "cell"),
    [
        ('0.00"亿元"', 1.86),
        ("0.00亿元", 1.86),
        ("0.00\\亿\\元;-0.00\\亿", 1.86),
        ('[$-804]#,##0.00_ "亿"', 1.86),
        ('General"亿元"', 1.86),
        ('#,##0"万元"', 18_600),
        ('#,##0,"千元"', 186_000_000),
        ('0!.0,"万元"', 186_000_000),
        ('0\\.00,,"亿"', 186_000_000),
        ('#,##0"元"', 186_000_000),
        ('[>=100000000]0\\.00,,"亿";[>=10000]0\\.0,"万";0', 186_000_000),
    ],
)
def test_a_unit_in_the_number_format_is_that_of_the_column(code, cell):
    batch = bring(table(code, cell, cell))
    assert (messages(batch), questions(batch)) == ([], {})
    assert totals() == [186_000_000] * 2
    assert any("总投资" in proof["statement"] for proof in batch.outcome["proof"])


def test_what_format_and_heading_say_alike_is_not_asked():
    batch = bring(table(YI, 1.86, 2, heading="总投资（亿元）"))
    assert not questions(batch)
    assert totals() == [186_000_000, 200_000_000]


@pytest.mark.parametrize("told", [{"note": "单位：万元"}, {"heading": "总投资（万元）"}])
def test_a_format_that_contradicts_what_is_stated_is_asked_about(told):
    files = [table(YI, 1.86, 2, **told)]
    asked = bring(*files)
    choices = questions(asked)["shown"]["choices"]
    assert [choice["value"] for choice in choices] == ["shown", "stated"]
    assert "38,600" in choices[0]["gives"]
    assert not Project.objects.exists()
    bring(*files, answers=answers_to(asked, shown="shown"))
    assert totals() == [186_000_000, 200_000_000]


def test_the_ledger_decides_between_format_and_heading():
    bring(table("General", 18_600, 20_000, note="单位：万元"))
    batch = bring(table(YI, 1.86, 2, note="单位：万元"))
    assert (messages(batch), questions(batch)) == ([], {})
    assert totals() == [186_000_000, 200_000_000]


def test_cells_scaled_under_a_heading_are_read_as_they_are_shown():
    bring(table("#,##0,", 186_000, 200_000, heading="总投资（亿元）"))
    bring(table("0!.0,", 186_000_000, 200_000_000, heading="总投资（万元）"))
    assert totals() == [186_000_000, 200_000_000]


def test_units_that_differ_from_row_to_row_are_asked_about():
    files = [table([YI, "General"], 1.86, 18_600, note="单位：万元")]
    asked = bring(*files)
    assert "shown" in questions(asked)
    done = bring(*files, answers=answers_to(asked, shown="shown"))
    assert (messages(done), questions(done)) == ([], {})
    assert totals() == [186_000_000] * 2


def test_an_amount_shown_as_a_percentage_is_a_problem_of_its_row():
    batch = bring(table(["0%", "0.00"], 0.5, 18_600, note="单位：万元"))
    assert [p["row"] for p in batch.outcome["problems"]] == [4]
    assert not Plan.objects.exists()
