"""Names that are near to a known project's: which one is meant is asked, never guessed."""

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import answers_to, bring, messages, questions
from bihuan.kit.sheets import Cell
from bihuan.progress.models import Report
from bihuan.projects.models import Project
from bihuan.statistics.models import StatisticsMonth

pytestmark = pytest.mark.django_db
NAME, OTHER = "示例区城东新材料产业园标准厂房建设项目", "示例区河西第三小学项目"
NEAR = "示例区城东新材料产业园标准厂房项目"
SHORT = "城东新材料产业园标准厂房"


@pytest.fixture(autouse=True)
def _listed(db):
    bring(ledger(ledger_row(1, name=NAME), ledger_row(2, name=OTHER)))


def report(name, amount=60, number=6):
    top = [[f"示例区2024年{number}月重点项目完成情况表"], ["单位：万元"]]
    rows = [*top, ["项目名称", "本月完成投资"], [name, amount], [OTHER, 10]]
    return f"{number}月.xlsx", workbook({"月报": rows})


def uncoded(name, number=3):
    row = ledger_row(number, name=name)
    row[2] = None
    return row


@pytest.mark.parametrize("name", [NEAR, SHORT, f"{NAME}（一期）"])
def test_of_a_months_report_is_asked_about_with_what_each_answer_gives(name):
    asked = bring(report(name))
    assert not messages(asked)
    choices = {c["value"]: c["gives"] for c in questions(asked)["near"]["choices"]}
    assert ("60 万元" in choices[NAME], "-" in choices) == (True, True)
    assert not Report.objects.exists()
    bring(report(name), answers=answers_to(asked, near=NAME))
    assert Report.objects.get(project__name=NAME).completed_yuan == 600_000
    assert not questions(bring(report(name, number=7)))  # it is remembered
    assert Report.objects.filter(project__name=NAME).count() == 2


def test_of_a_months_report_that_is_none_is_left_out_and_asked_about_again():
    asked = bring(report(NEAR))
    batch = bring(report(NEAR), answers=answers_to(asked, near="-"))
    assert [left["row"] for left in batch.outcome["left_out"]] == [4]
    assert list(Report.objects.values_list("project__name", flat=True)) == [OTHER]
    assert questions(bring(report(NEAR, number=7)))["near"]["former"] == "-"


def of_another_total(name, number=3):
    row = uncoded(name, number)
    row[4] = 7000
    return row


def test_of_a_ledger_is_the_known_project_with_its_organisation_and_its_total():
    batch = bring(ledger(uncoded(NEAR)))
    assert (questions(batch), Project.objects.count()) == ({}, 2)
    assert any(NAME in proof["statement"] for proof in batch.outcome["proof"])
    assert Project.objects.get(name=NEAR).former_names.get().name == NAME


@pytest.mark.parametrize("place", [4, 6])
def test_of_a_ledger_with_another_total_or_organisation_is_asked_about(place):
    row = uncoded(NEAR)
    row[place] = {4: 5001, 6: "区交通局"}[place]
    assert "near" in questions(bring(ledger(row)))


def test_of_a_ledger_with_other_words_is_asked_about_whatever_its_total():
    assert "near" in questions(bring(ledger(uncoded(NAME.replace("城东", "城西")))))


def test_of_a_ledger_is_asked_about_as_the_known_project_or_a_new_one():
    files = [ledger(of_another_total(NEAR))]
    asked = bring(*files)
    values = [c["value"] for c in questions(asked)["near"]["choices"]]
    assert (values, Project.objects.count()) == ([NAME, "new"], 2)
    bring(*files, answers=answers_to(asked, near="new"))
    assert Project.objects.count() == 3


def test_of_a_ledger_that_is_the_known_project_becomes_its_name():
    asked = bring(ledger(of_another_total(NEAR, 1)))
    batch = bring(ledger(of_another_total(NEAR, 1)), answers=answers_to(asked, near=NAME))
    assert not messages(batch)
    assert sorted(Project.objects.values_list("name", flat=True)) == sorted([NEAR, OTHER])


def test_of_a_ledger_beside_the_known_project_is_a_new_one():
    bring(ledger(ledger_row(1, name=NAME), uncoded(NEAR)))
    assert Project.objects.count() == 3


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ("城东新材料产业园区1.1期项目", "城东新材料产业园区11期项目"),
        ("城东新材料产业园一期项目", "城东新材料产业园二期项目"),
    ],
)
def test_that_differ_in_numbers_are_never_one(known, told):
    bring(ledger(ledger_row(5, name=known)))
    assert not questions(bring(ledger(uncoded(told, 6))))
    assert Project.objects.filter(name=told).exists()
    asked = bring(report(told.replace("11", "12").replace("二", "三")))
    assert known not in str(questions(asked).get("near", ""))


def test_of_the_bureau_is_asked_about_too():
    rows: list[list[Cell]] = [
        ["2024年入统情况"],
        ["单位：万元"],
        ["项目名称", "入统时间", "6月入统投资"],
    ]
    rows.append([NEAR, "2024-03-01", 30])
    files = [("局.xlsx", workbook({"入统": rows}))]
    by = make_user(role=Role.STATISTICS)
    asked = bring(*files, by=by)
    again = bring(*files, by=by, answers=answers_to(asked, near=NAME))
    assert (messages(again), questions(again)) == ([], {})
    assert StatisticsMonth.objects.get().project.name == NAME


def test_with_the_same_number_in_another_writing_is_asked_about():
    bring(ledger(ledger_row(3, name="示例区污水处理厂二期工程")))
    asked = bring(report("示例区污水处理厂2期工程"))
    choices = [c["value"] for c in questions(asked)["near"]["choices"]]
    assert choices == ["示例区污水处理厂二期工程", "-"]
    assert messages(bring(report("示例区污水处理厂3期工程")))  # another one
