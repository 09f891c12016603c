"""What is wrong in a table of money: told with its cell; nothing changes until it is settled."""

from typing import Any

import pytest

from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.importing.tests.money_books import (
    HEAD,
    NAMES,
    NUMBERS,
    WAN,
    answers,
    asked,
    bring,
    errors,
    projects,
    rows,
    stands,
    table,
)

pytestmark = pytest.mark.django_db
A, B, C = NAMES
LATER = "截至2024年9月30日，单位：万元"


def only_error(book: Any, **told: Any) -> tuple[int, str, str]:
    """Return the only error of a table, of which nothing was written."""
    before = FundingEntry.objects.count()
    batch = bring(book, **told)
    [found] = errors(batch)
    assert batch.outcome["blocked"]
    assert FundingEntry.objects.count() == before
    return found


def test_a_document_that_was_used_is_told_with_its_cell_and_where():
    projects()
    bring(table(*rows((300, 200, 100))))
    other = [2, B, "第一批", NUMBERS[0], "2024-03-04", 100, None, None, None]
    row, column, sentence = only_error(table(other))
    assert (row, column) == (4, "下达文号")
    assert NUMBERS[0] in sentence
    assert A in sentence


def test_a_document_at_two_rows_is_asked_about_and_shared_as_answered():
    projects()
    first, second = rows((300, None, None), (500, None, None))
    second[3:5] = first[3:5]
    book = table(first, second)
    found = bring(book, dry_run=True)
    assert set(asked(found)) == {"shared"}
    assert "4、5" in asked(found)["shared"]["text"]
    bring(book, answers=answers(found, shared="yes"))
    line = FundingLine.objects.get(project__name=B)
    assert line.entries.get().quota.total_yuan == 800 * WAN


def test_a_document_whose_total_stands_in_the_table_is_shared_without_asking():
    projects()
    first, second = rows((300, None, None), (500, None, None))
    second[3:5] = first[3:5]
    head = [*HEAD, "文件总额"]
    batch = bring(table([*first, 1000], [*second, 1000], head=head))
    assert (errors(batch), asked(batch)) == ([], {})
    assert FundingLine.objects.get(project__name=B).entries.get().quota.total_yuan == 1000 * WAN
    small = bring(table([*first, 700], [*second, 700], head=head), dry_run=True)
    assert small.outcome["unchanged"] == 2
    first[3] = second[3] = "湘发改投资〔2024〕91号"
    first[2] = second[2] = "第二批"
    less = bring(table([*first, 700], [*second, 700], head=head))
    assert [(row, column) for row, column, _told in errors(less)] == [
        (4, "文件总额"),
        (5, "文件总额"),
    ]


@pytest.mark.parametrize(
    ("amounts", "column"),
    [
        ((300, 310, 100), "到位额"),
        ((300, 200, 210), "支付额"),
        ((None, 200, None), "到位额"),
    ],
)
def test_more_paid_than_in_place_and_more_in_place_than_issued_is_told(amounts, column):
    projects()
    row, title, _sentence = only_error(table(*rows(amounts)))
    assert (row, title) == (4, column)


def test_a_payment_before_the_day_of_its_quota_is_told():
    projects()
    book = table(*rows((300, 200, 100)), note="截至2024年2月28日，单位：万元")
    found = errors(bring(book))
    assert [each[:2] for each in found] == [(4, "到位额")]
    assert "2024年3月4日" in found[0][2]


@pytest.mark.parametrize("day", ["2024-02-30", "3月上旬前后", "2024年3月", "待补13月"])
def test_a_day_that_is_none_is_told(day):
    projects()
    [line] = rows((300, None, None))
    line[4] = day
    row, column, sentence = only_error(table(line))
    assert (row, column) == (4, "下达日期")
    assert day.split("年")[0] in sentence


def test_an_unknown_project_is_told_and_a_near_name_proposed():
    projects()
    [line] = rows((300, None, None))
    strange = [*line]
    strange[1] = "完全陌生的工程"
    assert only_error(table(strange))[:2] == (4, "项目名称")
    near = [*line]
    near[1] = "城东标准厂房建设项目"
    found = bring(table(near), dry_run=True)
    assert [c["value"] for c in asked(found)["near"]["choices"]] == [A, "-"]
    bring(table(near), answers=answers(found, near=A))
    assert stands() == {A: (0, 300, 0, 0, 0)}


def test_a_total_that_its_rows_do_not_make_is_asked_about():
    projects()
    total = [None, "合计", None, None, None, 800, 450, 160, None]
    book = table(*rows((300, 200, 100), (500, 250, 50)), total)
    found = bring(book)
    assert set(asked(found)) == {"total"}
    assert "第6行" in asked(found)["total"]["text"]
    assert not FundingLine.objects.exists()
    bring(book, answers=answers(found, total="stands"))
    assert stands()[A] == (0, 300, 200, 100, 0)


def test_an_unknown_word_for_a_programme_is_asked_about_and_remembered():
    projects()
    head = ["项目名称", "资金类型", "下达文号", "下达日期", "下达额"]
    book = table([A, "两重资金", "国债1号", "2024-03-04", 300], title="某区资金情况表", head=head)
    found = bring(book, dry_run=True)
    assert "两重资金" in asked(found)["programme"]["text"]
    bring(book, answers=answers(found, programme="treasury_bond"))
    assert stands() == {f"{A} treasury_bond ": (0, 300, 0, 0, 0)}


def test_a_quota_that_grew_without_a_document_is_told():
    projects()
    bring(table(*rows((300, None, None))))
    [line] = rows((400, None, None))
    assert only_error(table(line, note=LATER))[:2] == (4, "下达额")
    line[3] = None
    assert only_error(table(line, note=LATER))[:2] == (4, "下达额")


def test_a_new_document_is_asked_whether_its_amount_is_all_to_date():
    projects()
    bring(table(*rows((300, None, None))))
    [line] = rows((400, None, None))
    line[3:5] = ["湘发改投资〔2024〕92号", "2024-08-05"]
    found = bring(table(line, note=LATER), dry_run=True)
    assert set(asked(found)) == {"quota"}
    bring(table(line, note=LATER), answers=answers(found, quota="to-date"))
    assert stands() == {A: (0, 400, 0, 0, 0)}


def test_the_same_money_in_two_rows_is_told_at_both():
    projects()
    [line] = rows((300, None, None))
    found = errors(bring(table(line, line)))
    assert [each[:2] for each in found] == [(4, "项目名称"), (5, "项目名称")]


class TestSizes:
    def test_a_quota_above_the_total_investment_is_asked_about(self):
        projects()
        book = table(*rows((3_000_000, None, None), (500, None, None)))
        found = bring(book)
        assert set(asked(found)) == {"size"}
        assert not FundingLine.objects.exists()
        bring(book, answers=answers(found, size="down"))
        assert stands()[A] == (0, 300, 0, 0, 0)

    def test_what_stands_in_the_ladder_speaks_for_the_other_unit(self):
        projects()
        bring(table(*rows((3000, 2000, 1000))))
        [line] = rows((0.3, 2000, 1000))
        found = bring(table(line, note=LATER), dry_run=True)
        assert "size" in asked(found)
        done = bring(table(line, note=LATER), answers=answers(found, size="up"))
        assert (errors(done), stands()) == ([], {A: (0, 3000, 2000, 1000, 0)})

    def test_the_rate_of_a_row_speaks_for_the_other_unit(self):
        projects()
        [line] = rows((3000, 2000, 0.1))
        line[-1] = "50%"
        found = bring(table(line), dry_run=True)
        assert "支付率" in asked(found)["size"]["text"]
        bring(table(line), answers=answers(found, size="up"))
        assert stands() == {A: (0, 3000, 2000, 1000, 0)}

    def test_a_total_names_the_row_in_the_other_unit(self):
        projects()
        total = [None, "合计", None, None, None, 3500, None, None, None]
        found = bring(table(*rows((0.3, None, None), (500, None, None)), total), dry_run=True)
        assert "第4行" in asked(found)["total"]["text"]

    def test_a_table_in_yi_that_says_wan_is_asked_about(self):
        projects()
        bring(table(*rows((3000, 2000, 1000), (5000, 2500, 500))))
        book = table(*rows((0.3, 0.2, 0.1), (0.5, 0.25, 0.05)), note=LATER)
        found = bring(book, dry_run=True)
        assert set(asked(found)) == {"unit"}
        done = bring(book, answers=answers(found, unit="亿元"))
        assert (errors(done), done.outcome["unchanged"]) == ([], 2)

    def test_a_unit_that_is_not_said_is_proved_by_the_ladder(self):
        projects()
        bring(table(*rows((3000, 2000, 1000), (5000, 2500, 500))))
        book = table(*rows((0.3, 0.2, 0.1), (0.5, 0.25, 0.05)), note="截至2024年9月30日")
        done = bring(book)
        assert (errors(done), asked(done), done.outcome["unchanged"]) == ([], {}, 2)

    def test_a_unit_that_nothing_proves_is_asked(self):
        projects()
        book = table(*rows((3000, 2000, 1000)), note="截至2024年9月30日")
        found = bring(book, dry_run=True)
        assert set(asked(found)) == {"unit"}
        bring(book, answers=answers(found, unit="万元"))
        assert stands() == {A: (0, 3000, 2000, 1000, 0)}
