"""The office may take the rows without problems, and keep the others to be mended."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from bihuan.accounts.tests.factories import make_user
from bihuan.importing import actions
from bihuan.importing.models import Batch, BatchState
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row, workbook
from bihuan.importing.tests.test_actions import AT, answers_to, bring, messages, questions
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.progress.kinds import Origin
from bihuan.progress.models import Report
from bihuan.projects.models import Project

pytestmark = pytest.mark.django_db
GOOD, BAD = ledger_row(1), ledger_row(2, planned="许多")


def test_the_good_rows_are_written_and_the_others_wait_as_an_import_of_their_own():
    batch = bring(ledger(GOOD, BAD), take_good=True)
    assert batch.state == BatchState.APPLIED
    assert list(Project.objects.values_list("name", flat=True)) == [GOOD[1]]
    rest = Batch.objects.get(state=BatchState.STAGED)
    assert (rest.outcome["created"], rest.outcome["unchanged"]) == (0, 1)
    assert [problem["row"] for problem in rest.outcome["problems"]] == [5]


def test_all_or_nothing_stays_the_rule():
    assert messages(bring(ledger(GOOD, BAD)))
    assert not Project.objects.exists()


def test_the_page_offers_the_good_rows_and_the_rest_is_mended_on_screen(client):
    office = make_user()
    client.force_login(office)
    batch = actions.stage(files=[ledger(GOOD, BAD)], year=None, by=office, at=AT)
    page = client.get(reverse("importing:batch", args=[batch.pk])).content.decode()
    assert 'name="take_good"' in page
    answer = client.post(
        reverse("importing:apply", args=[batch.pk]),
        {"edition": batch.edition, "take_good": "1"},
        follow=True,
    )
    rest = Batch.objects.get(state=BatchState.STAGED)
    assert answer.redirect_chain == [(reverse("importing:batch", args=[rest.pk]), 302)]
    assert str(rest.pk) in [str(each) for each in answer.context["messages"]][-1]
    cell = "cell:台账.xlsx|区重点|4|5"
    client.post(reverse("importing:answer", args=[rest.pk]), {"edition": rest.edition, cell: "300"})
    rest.refresh_from_db()
    client.post(reverse("importing:apply", args=[rest.pk]), {"edition": rest.edition})
    assert Project.objects.count() == 2


def test_no_row_is_taken_while_a_question_is_open():
    batch = bring(ledger(GOOD, BAD, unit=""), take_good=True)
    assert "unit" in questions(batch)
    assert not Project.objects.exists()
    staged = actions.stage(files=[ledger(GOOD, unit="")], year=None, by=make_user(), at=AT)
    with pytest.raises(Refusal):
        actions.apply(batch=staged, edition=staged.edition, by=staged.by, at=AT, take_good=True)


def test_the_command_asks_and_takes_an_answer_by_its_name(tmp_path):
    name, content = ledger(GOOD, unit="")
    path = tmp_path / name
    path.write_bytes(content)
    out = StringIO()
    with pytest.raises(Refusal):
        call_command("import", str(path), "--json", stdout=out)
    asked = json.loads(out.getvalue())
    assert asked["applied"] is False
    [question] = asked["questions"]
    assert question["choices"][2]["gives"]
    out = StringIO()
    call_command("import", str(path), "--json", f"--answer={question['id']}=万元", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["applied"], said["questions"]) == (True, [])
    assert Project.objects.get().total_investment_yuan == 50_000_000


@pytest.mark.parametrize("options", [["--take-good"], []])
def test_the_command_tells_programmes_what_it_read_whether_or_not_it_writes(tmp_path, options):
    name, content = ledger(GOOD, BAD)
    path = tmp_path / name
    path.write_bytes(content)
    applied = []
    for _time in range(2):
        out = StringIO()
        try:
            call_command("import", str(path), "--json", *options, stdout=out)
        except Refusal:
            applied.append("refused")
        said = json.loads(out.getvalue())
        applied.append(said["applied"])
        assert [problem["row"] for problem in said["problems"]] == [5]
    written = [True] if options else ["refused", False]
    assert applied[: len(written)] == written
    assert applied[len(written) :] == ["refused", False]


def test_a_system_that_starts_in_june_keeps_the_months_before_as_one_opening_sum():
    bring(ledger(GOOD))
    asked = bring(month(6, month_row(1, 10, 60)))
    assert "opening" in questions(asked)
    assert not messages(
        bring(month(6, month_row(1, 10, 60)), answers=answers_to(asked, opening="opening"))
    )
    stored = Report.objects.order_by("month").values_list(
        "month__month", "completed_yuan", "origin"
    )
    assert list(stored) == [
        (5, 500_000, Origin.OPENING),
        (6, 100_000, Origin.BACKFILL),
    ]
    again = bring(month(6, month_row(1, 10, 60)))
    assert (again.outcome["unchanged"], questions(again)) == (1, {})


def test_only_the_year_so_far_gives_the_month_by_what_is_known():
    bring(ledger(GOOD))
    for number, completed in enumerate((10, 20, 30), 1):
        bring(month(number, month_row(1, completed, None)))
    rows = [["示例区2024年1-4月投资完成情况表"], ["单位：万元"], ["项目名称", "1-4月累计完成投资"]]
    content = workbook({"4月": [*rows, [GOOD[1], 100]]})
    assert not messages(bring(("4月.xlsx", content)))
    report = Report.objects.get(month__month=4)
    assert (report.completed_yuan, report.origin) == (400_000, Origin.BACKFILL)


def test_an_opening_sum_counts_in_the_year_and_is_no_months_report():
    bring(ledger(GOOD))
    asked = bring(month(6, month_row(1, 10, 60)))
    bring(month(6, month_row(1, 10, 60)), answers=answers_to(asked, opening="opening"))
    values = {}
    for number in (5, 6):
        year = figures(Month(2024, number))
        values[number] = [year["completed.all"], year["count.reported"]]
    assert values == {5: [500_000, 0], 6: [600_000, 1]}


def figures(of):
    out = StringIO()
    call_command("figures", "--year", "2024", "--month", str(of), "--json", stdout=out)
    told_ = {each["id"]: each["value"] for each in json.loads(out.getvalue())}
    return {name: int(told_[name] or 0) for name in ("completed.all", "count.reported")}
