"""The ledger of rewards and penalties: what it rests on, when, its papers, what schemes read."""

from datetime import date
from decimal import Decimal

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.assessment import actions
from bihuan.assessment.actions.results import ResultDraft
from bihuan.assessment.kinds import Assessed, MeasureLevel, ResultMeasure
from bihuan.assessment.models import ResultEntry
from bihuan.assessment.papers_of_results import opening_of
from bihuan.assessment.queries.inputs import graded
from bihuan.assessment.rules.adversary import attacked
from bihuan.assessment.rules.scheme import InputSpec
from bihuan.assessment.subjects import subject
from bihuan.assessment.wording.formulas import formula_in_words
from bihuan.audit.models import Event
from bihuan.figures.questions import Question
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.preset_faults import PresetValueError
from bihuan.papers.models import IssuedPaper

from .frozen_district import APRIL, MAY, freeze_march, locked_district
from .small_scheme import TEXT, scheme_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
DAY = date(2024, 4, 9)


@pytest.fixture
def office():
    return make_user()


@pytest.fixture
def score():
    locked_district()
    return freeze_march().scores.get(label="二")


def draft(measure=ResultMeasure.YELLOW_CARD, **said):
    words = {"day": DAY, "text": "进度连续滞后。", "decided_by": "区重点项目指挥部", **said}
    return ResultDraft(measure=measure, **words)


def enter(score, by, measure=ResultMeasure.YELLOW_CARD, at=MAY, **said):
    return actions.enter_result(draft=draft(measure, **said), score=score, by=by, at=at)


def notice(
    project,
    by,
    measure=ResultMeasure.CRITICISM,
    level=MeasureLevel.CITY,
    document="市通〔2024〕3号",
):
    return actions.enter_result(
        draft=draft(measure, level=level, document=document, day=date(2024, 3, 1)),
        subject=subject(Assessed.PROJECTS, project.pk),
        by=by,
        at=MAY,
    )


def issue(entry, by, text="现通知如下。", at=MAY):
    return actions.issue_result_paper(entry=entry, text=text, signer="王某", by=by, at=at)


def test_a_measure_of_the_district_cites_a_score(score, office):
    entry = enter(score, office)
    assert (entry.score, entry.label, entry.project) == (score, "二", score.project)
    with pytest.raises(Refusal, match="冻结"):
        actions.enter_result(
            draft=draft(),
            subject=subject(Assessed.PROJECTS, score.project_id),
            by=office,
            at=MAY,
        )


def test_the_same_measure_is_entered_once_unless_the_first_is_void(score, office):
    first = enter(score, office)
    with pytest.raises(Refusal):
        enter(score, office)
    enter(score, office, ResultMeasure.TALK)
    actions.void_result(entry=first, reason="对象有误", by=office, at=MAY)
    enter(score, office)
    assert ResultEntry.objects.count() == 3


def test_a_notice_of_the_city_is_entered_once_of_a_subject(score, office):
    first = notice(score.project, office)
    with pytest.raises(Refusal, match="3号"):
        notice(score.project, office)
    notice(score.project, office, ResultMeasure.RED_CARD)
    actions.void_result(entry=first, reason="误", by=office, at=MAY)
    notice(score.project, office)


def test_no_measure_bears_a_day_to_come(score, office):
    with pytest.raises(Refusal, match="尚未到来"):
        enter(score, office, day=date(2027, 1, 1))


def test_funds_are_no_more_than_the_total_investment_and_their_paper_names_them(score, office):
    project = score.project
    project.total_investment_yuan = 500_000
    project.save()
    with pytest.raises(Refusal, match="总投资"):
        enter(score, office, ResultMeasure.FUNDS, yuan=500_001)
    entry = enter(score, office, ResultMeasure.FUNDS, yuan=500_000)
    assert "50 万元" in opening_of(entry, DAY)


def test_a_penalty_waits_until_appeals_are_over_and_answered(score, office):
    with pytest.raises(Refusal, match="4月17日"):
        enter(score, office, at=APRIL)
    enter(score, office, ResultMeasure.PRAISE, at=APRIL)
    owner = make_user(role=Role.DEPARTMENT, organisation=score.project.owner)
    filed = actions.appeal(score=score, line="steps", text="有误", by=owner, at=APRIL)
    with pytest.raises(Refusal, match="申诉"):
        enter(score, office)
    actions.answer_appeal(appeal=filed, answer="维持", by=make_user(), at=APRIL)
    enter(score, office)


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (ResultMeasure.TALK, {"text": " "}),
        (ResultMeasure.TALK, {"decided_by": ""}),
        (ResultMeasure.TALK, {"yuan": 100}),
        (ResultMeasure.FUNDS, {}),
        (ResultMeasure.FUNDS, {"yuan": -1}),
    ],
)
def test_what_makes_no_sense_is_refused(score, office, measure, said):
    with pytest.raises(Refusal):
        enter(score, office, measure, **said)


def test_a_notice_of_the_city_has_a_number_and_somebody_it_is_about(score, office):
    assert notice(score.project, office).document == "市通〔2024〕3号"
    with pytest.raises(Refusal):
        notice(score.project, office, document=" ")
    with pytest.raises(Refusal):
        actions.enter_result(
            draft=draft(level=MeasureLevel.CITY, document="3号"), by=office, at=MAY
        )


@pytest.mark.parametrize(
    "role", [Role.SUPERVISOR, Role.DEPARTMENT, Role.COMMANDER, Role.VIEWER, Role.STATISTICS]
)
def test_the_office_alone_writes_the_ledger(score, office, role):
    entry, other = enter(score, office), make_user(role=role)
    for act in (
        lambda: enter(score, other, ResultMeasure.TALK),
        lambda: actions.void_result(entry=entry, reason="误", by=other, at=MAY),
        lambda: issue(entry, other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_cards_and_notices_are_numbered_papers(score, office):
    card = issue(enter(score, office), office).paper
    notice_ = issue(enter(score, office, ResultMeasure.CRITICISM), office).paper
    assert card.label == "重黄〔2024〕1号"
    assert notice_.label == "重通〔2024〕1号"
    assert "二" in card.sheet.addressee
    said = {field.label: field.value for field in card.sheet.fields}
    assert said["考核得分"] == score.total
    assert said["考核周期"] == "2024年3月"


def test_a_paper_gives_the_score_that_stands(score, office):
    owner = make_user(role=Role.DEPARTMENT, organisation=score.project.owner)
    filed = actions.appeal(score=score, line="steps", text="有误", by=owner, at=APRIL)
    actions.answer_appeal(appeal=filed, answer="补分", points=Decimal(3), by=make_user(), at=APRIL)
    card = issue(enter(score, office), office).paper
    said = {field.label: field.value for field in card.sheet.fields}
    assert Decimal(said["考核得分"]) == Decimal(score.total) + 3


def test_a_paper_is_issued_once_and_not_of_what_is_void_or_of_others(score, office):
    entry = enter(score, office)
    issue(entry, office)
    void = enter(score, office, ResultMeasure.TALK)
    actions.void_result(entry=void, reason="误", by=office, at=MAY)
    for each in (entry, void, notice(score.project, office)):
        with pytest.raises(Refusal):
            issue(each, office)
    assert IssuedPaper.objects.count() == 1


def test_a_void_entry_says_why_once(score, office):
    entry = enter(score, office)
    with pytest.raises(Refusal):
        actions.void_result(entry=entry, reason=" ", by=office, at=MAY)
    actions.void_result(entry=entry, reason="误", by=office, at=MAY)
    with pytest.raises(Refusal):
        actions.void_result(entry=entry, reason="误", by=office, at=MAY)


def counting(folder, given):
    text = TEXT.replace("{figure: reports.late}", given).replace("of: late", "of: late")
    sheet = scheme_in(folder, text).sheets[0]
    facts = graded(sheet, Question(2024, 3))
    (spec,) = [each for each in sheet.specs if each.ledger]
    return {each.label: each.known[spec] for each in facts.subjects}


def test_a_scheme_reads_how_often_a_measure_stands(score, office, tmp_path):
    notice(score.project, office)
    notice(score.project, office, level=MeasureLevel.PROVINCE)
    void = notice(score.project, office, document="市通〔2024〕4号")
    actions.void_result(entry=void, reason="误", by=office, at=MAY)
    may = date(2024, 5, 10)
    enter(score, office, ResultMeasure.CRITICISM, day=may)  # in May: after the month that is scored
    assert counting(tmp_path, "{ledger: criticism}") == {"一": 0, "二": 2}
    assert counting(tmp_path, "{ledger: criticism, level: city}") == {"一": 0, "二": 1}
    assert counting(tmp_path, "{ledger: praise}") == {"一": 0, "二": 0}


def test_a_scheme_that_reads_the_ledger_can_be_played_against_and_said_in_words(tmp_path):
    text = TEXT.replace("{figure: reports.late}", "{ledger: criticism, level: city}")
    scheme = scheme_in(tmp_path, text)
    item = scheme.sheets[0].item("reports")
    assert "市级通报批评" in formula_in_words(item.formula, item.inputs)
    assert {gain.item for gain in attacked(scheme)}


@pytest.mark.parametrize(
    "said",
    [
        {"ledger": ResultMeasure.TALK, "figure": "plan_completion.all"},
        {"ledger": ResultMeasure.TALK, "awaits": "台账"},
        {},
    ],
)
def test_an_input_reads_a_figure_or_the_ledger(said):
    with pytest.raises(PresetValueError):
        InputSpec(**said)


def test_the_ledger_is_recorded(score, office):
    issue(enter(score, office), office)
    verbs = set(Event.objects.filter(verb__startswith="result.").values_list("verb", flat=True))
    assert verbs == {"result.entered", "result.paper_issued"}
