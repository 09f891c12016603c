"""Sheets in which no table is recognised: the page asks for the headings and the columns."""

import pytest
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import bring, messages, questions
from bihuan.importing.tests.test_pages import upload
from bihuan.progress.models import Report

pytestmark = pytest.mark.django_db
NAME = ledger_row(1)[1]
TITLE = [["示例区2024年6月重点项目调度"], ["单位：万元"]]
FLAT = [*TITLE, ["编码", "建设内容名", "投资数甲"], ["a", NAME, 60]]
NESTED = [
    *TITLE,
    ["编码", "建设内容名", "调度数", None],
    [None, None, "甲数", "乙数"],
    ["a", NAME, 60, 90],
]


@pytest.fixture
def office(client):
    user = make_user()
    client.force_login(user)
    bring(ledger(ledger_row(1)))
    return user


@pytest.mark.parametrize(
    ("rows", "amount"), [(FLAT, "投资数甲"), (NESTED, "调度数/甲数")], ids=["flat", "nested"]
)
def test_are_told_on_the_page_and_read(client, office, rows, amount):
    page = upload(client, ("调度.xlsx", workbook({"调度": rows})))
    batch = Batch.objects.latest("pk")
    (sheet,) = page.context["preview"].unread
    assert amount in sheet.chosen.titles
    assert f'name="column:{amount}"' in page.content.decode()
    told = {"edition": 1, "column:建设内容名": "name", f"column:{amount}": "completed"}
    page = client.post(reverse("importing:answer", args=[batch.pk]), told, follow=True)
    batch.refresh_from_db()
    assert messages(batch) == []
    told = {"edition": 2} | {f"answer:{q['id']}": "month" for q in questions(batch).values()}
    client.post(reverse("importing:answer", args=[batch.pk]), told)
    client.post(reverse("importing:apply", args=[batch.pk]), {"edition": 3})
    assert Report.objects.get().completed_yuan == 600_000


def test_told_to_be_a_cumulative_alone_are_a_months_report(client, office):
    upload(client, ("调度.xlsx", workbook({"调度": FLAT})))
    batch = Batch.objects.latest("pk")
    told = {"edition": 1, "column:建设内容名": "name", "column:投资数甲": "cumulative"}
    client.post(reverse("importing:answer", args=[batch.pk]), told)
    batch.refresh_from_db()
    assert [sheet["kind"] for sheet in batch.outcome["sheets"]] == ["monthly"]


def test_another_row_may_hold_the_headings(client, office):
    rows = [*TITLE, ["填表人", "甲某某", "电话", "略"], *FLAT[2:]]
    upload(client, ("调度.xlsx", workbook({"调度": rows})))
    address = reverse("importing:batch", args=[Batch.objects.latest("pk").pk])
    chosen = {
        row: client.get(f"{address}?heading={row}").context["preview"].unread[0].chosen.number
        for row in (3, 4, "x")
    }
    assert (chosen[3], chosen[4]) == (3, 4)
    assert chosen["x"] in (3, 4)


def test_beside_what_was_read_stand_on_the_tab_of_sheets(client, office):
    page = upload(client, ledger(ledger_row(2)), ("调度.xlsx", workbook({"调度": FLAT})))
    batch = Batch.objects.latest("pk")
    address = reverse("importing:batch", args=[batch.pk])
    assert page.context["preview"].tab == "problems"
    assert page.context["preview"].unread == []
    assert len(client.get(f"{address}?tab=sheets").context["preview"].unread) == 1


def test_headings_that_are_known_say_what_they_are_read_as(client, office):
    rows = [*TITLE, ["序号", "项目名称", "调度数"], [1, NAME, 60]]
    page = upload(client, ("调度.xlsx", workbook({"调度": rows})))
    (sheet,) = page.context["preview"].unread
    assert sheet.columns == [("序号", "序号"), ("项目名称", "项目名称"), ("调度数", "")]
