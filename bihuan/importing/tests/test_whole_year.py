"""全年完成投资, and tables without a month: read by proof, or asked with what each gives."""

import pytest

from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_headings import answered, questions, report
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.months import Month

TITLE = "{}区重点项目投资完成情况表"
WHOLE = ["全年完成投资", "1-12月完成投资", "全年实际完成投资", "2024年全年完成投资"]


@pytest.mark.parametrize("head", WHOLE[:3])
@pytest.mark.parametrize("when", ["2023年", "2023年12月", "2023年度"])
def test_the_whole_of_a_year_that_is_over_is_decembers_cumulative(head, when):
    found = report([head], (60,), title=TITLE.format(when))
    assert (found[0].layout.month, month_rows(found)) == (Month(2023, 12), [(None, 60 * WAN)])
    assert asked(found) == []


@pytest.mark.parametrize("head", WHOLE)
def test_the_whole_of_a_year_in_june_is_the_year_so_far_where_a_rate_proves_it(head):
    def read(**more):
        return report([head], (60,), title=TITLE.format("2024年6月"), **more)

    (question,) = questions(read())
    assert [choice.value for choice in question.choices] == ["to_date", "-"]
    assert month_rows(answered(read, span="to_date")) == [(None, 60 * WAN)]
    heads = ["年度计划投资", head, "完成率"]
    found = report(heads, (100, 60, 60), (200, 90, 45), title=TITLE.format("2024年6月"))
    assert (month_rows(found)[:1], asked(found)) == ([(None, 60 * WAN)], [])


@pytest.mark.parametrize("head", WHOLE)
def test_the_whole_year_beside_the_month_is_no_cumulative_without_a_proof(head):
    found = report(["本月完成投资", head], (10, 60), (20, 90), title=TITLE.format("2024年6月"))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], [])


def test_a_whole_year_that_goes_on_may_be_last_years():
    def read(**more):
        return report(["全年完成投资"], (60,), title=TITLE.format("2024年"), **more)

    (question,) = questions(read())
    values = [choice.value for choice in question.choices]
    assert (values[0], values[-1]) == ("2023-12", "2024-07")
    assert answered(read, month="2023-12")[0].layout.month == Month(2023, 12)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("本月完成投资", "2024年"),
        ("6月完成投资", "2024年5月"),
        ("累计完成投资", ""),
        ("本月入统投资", "2024年入统"),
    ],
)
def test_every_month_that_is_offered_says_what_it_would_give(head, title):
    found = report([head], (60,), (1.5,), title=TITLE.format(title))
    months = [q for q in questions(found) if q.id.startswith("month")] or questions(found)
    for choice in (choice for question in months for choice in question.choices):
        assert "61.5" in choice.gives or choice.value in ("-", "bureau", "office"), choice
