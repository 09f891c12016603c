"""What was previewed is what is applied."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.importing import actions
from bihuan.importing.models import BatchState
from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import AT, bring
from bihuan.projects.actions import edit_project
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    bring(ledger(ledger_row(1)))
    return make_user()


def staged(office):
    row = ledger_row(1, place="城南")
    return actions.stage(files=[ledger(row)], year=None, by=office, at=AT)


def move(office, place):
    project = Project.objects.get()
    edit_project(project=project, edition=project.edition, place=place, by=office, at=AT)


def test_a_fact_that_changed_since_the_preview_is_seen_before_it_is_overwritten(office):
    batch = staged(office)
    move(office, "城西")
    with pytest.raises(actions.Outdated):
        actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)
    assert Project.objects.get().place == "城西"
    batch.refresh_from_db()
    assert (batch.state, batch.edition) == (BatchState.STAGED, 2)
    assert "城西" in str(batch.outcome["changes"][0]["fields"])
    assert Event.objects.filter(verb="batch.outdated").count() == 1
    actions.apply(batch=batch, edition=batch.edition, by=office, at=AT)
    assert Project.objects.get().place == "城南"


def test_what_does_not_touch_the_import_does_not_stop_it(office):
    batch = staged(office)
    project = Project.objects.get()
    edit_project(project=project, edition=project.edition, remark="阅", by=office, at=AT)
    later = AT + timedelta(days=2)
    batch = actions.apply(batch=batch, edition=batch.edition, by=office, at=later)
    assert batch.state == BatchState.APPLIED


def test_new_rows_may_be_applied_on_another_day(office):
    files = [ledger(ledger_row(1), ledger_row(2))]
    batch = actions.stage(files=files, year=None, by=office, at=AT)
    later = AT + timedelta(days=2)
    assert actions.apply(batch=batch, edition=1, by=office, at=later).state == BatchState.APPLIED


def test_the_page_shows_the_new_preview(office):
    batch, client = staged(office), Client()
    move(office, "城西")
    client.force_login(office)
    answer = client.post(
        reverse("importing:apply", args=[batch.pk]), {"edition": batch.edition}, follow=True
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "城西" in page
    assert 'role="alert"' in page or "预览" in page


def test_each_month_of_a_row_is_previewed_with_its_own_amount(office):
    head = ["项目名称", "1月完成投资", "2月完成投资"]
    rows = [
        ["示例区2024年重点项目投资完成情况表"],
        ["单位：万元"],
        head,
        [ledger_row(1)[1], 10, 30],
    ]
    batch = actions.stage(files=[("表.xlsx", workbook({"表": rows}))], year=None, by=office, at=AT)
    told = [[amount for _heading, _old, amount in c["fields"]] for c in batch.outcome["changes"]]
    assert told == [["10 万元"], ["30 万元"]]
