"""Tables of money won and used: what is new of them is entered, once."""

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.funding.models import FundingEntry, FundingLine, QuotaDocument
from bihuan.importing import actions
from bihuan.importing.models import BatchState
from bihuan.importing.tests.money_books import (
    AT,
    NAMES,
    NUMBERS,
    UNTIL,
    answers,
    asked,
    bring,
    errors,
    projects,
    rows,
    stands,
    table,
)
from bihuan.kit.errors import NotAllowed

pytestmark = pytest.mark.django_db
A, B, C = NAMES


def test_a_table_opens_lines_and_enters_what_it_states():
    projects()
    batch = bring(table(*rows((300, 200, 100), (500, 250, 50))))
    assert (errors(batch), asked(batch)) == ([], {})
    assert batch.state == BatchState.APPLIED
    assert stands() == {A: (0, 300, 200, 100, 0), B: (0, 500, 250, 50, 0)}
    assert batch.outcome["created"] == 2
    entry = FundingEntry.objects.get(line__project__name=A, stage="paid")
    assert (str(entry.on), entry.document_number) == ("2024-06-30", "")
    assert set(QuotaDocument.objects.values_list("number", flat=True)) == set(NUMBERS)
    assert Event.objects.filter(verb="fundingentry.imported").count() == 6


def test_the_same_table_again_enters_nothing():
    projects()
    book = table(*rows((300, 200, 100), (500, 250, 50)))
    bring(book)
    again = bring(book)
    assert (again.outcome["created"], again.outcome["unchanged"]) == (0, 2)
    assert FundingEntry.objects.count() == 6


def test_a_later_table_enters_the_difference():
    projects()
    bring(table(*rows((300, 200, 100), (500, 250, 50))))
    later = table(*rows((300, 300, 180), (500, None, 60)), note="截至2024年9月30日，单位：万元")
    batch = bring(later)
    assert errors(batch) == []
    told = {change["label"]: change["fields"] for change in batch.outcome["changes"]}
    assert told[f"{A} 中央预算内投资 第一批"] == [
        ["到位", "200.00 万元", "300.00 万元"],
        ["支付", "100.00 万元", "180.00 万元"],
    ]
    assert stands() == {A: (0, 300, 300, 180, 0), B: (0, 500, 250, 60, 0)}
    newest = FundingEntry.objects.order_by("-pk")[0]
    assert (newest.amount_yuan, str(newest.on)) == (10 * 10_000, "2024-09-30")


def test_an_import_of_money_is_taken_back():
    projects()
    office = make_user()
    batch = bring(table(*rows((300, 200, 100))), by=office)
    later = bring(table(*rows((300, 300, 180)), note="截至2024年9月30日，单位：万元"), by=office)
    actions.undo(batch=later, by=office, at=AT)
    assert stands() == {A: (0, 300, 200, 100, 0)}
    actions.undo(batch=batch, by=office, at=AT)
    assert not FundingLine.objects.exists()
    assert not QuotaDocument.objects.exists()


def test_who_may_not_enter_money_may_not_bring_it_in():
    projects()
    with pytest.raises(NotAllowed):
        bring(table(*rows((300, 200, 100))), by=make_user(role=Role.STATISTICS))


def test_a_table_without_a_day_asks_to_which_it_tells():
    projects()
    book = table(*rows((300, 200, 100)), note="单位：万元")
    assert set(asked(bring(book, dry_run=True))) == {"day"}
    told = answers(bring(book, dry_run=True), day="2024-07-31")
    assert errors(bring(book, answers=told)) == []
    assert str(FundingEntry.objects.get(stage="paid").on) == "2024-07-31"


def test_a_table_of_an_earlier_day_changes_nothing():
    projects()
    early = table(*rows((300, 200, 100)))
    bring(early)
    bring(table(*rows((300, 300, 180)), note="截至2024年9月30日，单位：万元"))
    again = bring(early)
    assert (again.outcome["unchanged"], stands()) == (1, {A: (0, 300, 300, 180, 0)})
    between = table(*rows((300, 250, 100)), note="截至2024年7月31日，单位：万元")
    assert set(asked(bring(between, dry_run=True))) == {"later"}
    left = bring(between, answers=answers(bring(between, dry_run=True), later="-"))
    assert (errors(left), stands()) == ([], {A: (0, 300, 300, 180, 0)})


def test_what_fell_is_asked_about_and_never_lowered():
    projects()
    bring(table(*rows((300, 200, 100))))
    lower = table(*rows((280, 190, 100)), note=UNTIL.replace("6月30", "9月30"))
    first = bring(lower, dry_run=True)
    told = {q["id"]: "-" for q in first.outcome["questions"]}
    assert [q["id"].partition("-")[0] for q in first.outcome["questions"]] == ["lower", "lower"]
    bring(lower, answers=told)
    assert stands() == {A: (0, 300, 200, 100, 0)}


def test_tables_of_two_days_in_one_import_follow_each_other():
    projects()
    early, later = rows((300, 150, 50)), rows((300, 300, 180))
    note = "截至2024年9月30日，单位：万元"
    batch = bring(table(*early), ("后.xlsx", table(*later, note=note)[1]))
    assert (errors(batch), asked(batch)) == ([], {})
    assert stands() == {A: (0, 300, 300, 180, 0)}
    days = FundingEntry.objects.filter(stage="paid").values_list("on", "amount_yuan")
    assert [(str(day), yuan) for day, yuan in days] == [
        ("2024-06-30", 50 * 10_000),
        ("2024-09-30", 130 * 10_000),
    ]


def test_tables_that_give_a_document_two_amounts_are_told():
    projects()
    batch = bring(table(*rows((300, None, None))), ("后.xlsx", table(*rows((320, None, None)))[1]))
    assert [(row, column) for row, column, _text in errors(batch)] == [(4, "下达文号")]
    assert not FundingLine.objects.exists()
