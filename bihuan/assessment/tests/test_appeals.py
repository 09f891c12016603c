"""Appeals against lines of frozen scores: who, until when, who answers, what is restated."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.assessment import actions
from bihuan.assessment.kinds import AppealState
from bihuan.assessment.models import FrozenScore, ScoreAppeal
from bihuan.assessment.queries import final_scores, frozen
from bihuan.assessment.queries.frozen import lines_of
from bihuan.audit.models import Event
from bihuan.figures.tests.district import MARCH
from bihuan.kit.errors import NotAllowed, Refusal

from .frozen_district import APRIL, freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]


@pytest.fixture
def office():
    return make_user()


@pytest.fixture
def freeze(office):
    locked_district()
    return freeze_march(by=office)


@pytest.fixture
def score(freeze):
    return freeze.scores.get(label="二")


@pytest.fixture
def owner(score):
    return make_user(role=Role.DEPARTMENT, organisation=score.project.owner)


def appeal(score, by, *, line="completion", text="停工系洪灾所致", at=APRIL):
    return actions.appeal(score=score, line=line, text=text, by=by, at=at)


def answer(found, by, text="经复核", **grant):
    return actions.answer_appeal(appeal=found, answer=text, by=by, at=APRIL, **grant)


def test_owner_and_commander_appeal_and_strangers_do_not(freeze, score, owner):
    commander = User.objects.create(username="c", role=Role.COMMANDER)
    first = freeze.scores.get(label="一")
    first.project.commander.user = commander
    first.project.commander.save()
    appeal(score, owner)
    appeal(first, commander)
    for stranger in (
        make_user(role=Role.REPORTER, organisation=make_organisation()),
        make_user(role=Role.SUPERVISOR),
        make_user(role=Role.VIEWER),
        make_user(),
    ):
        with pytest.raises(NotAllowed):
            appeal(score, stranger, line="steps")
    with pytest.raises(NotAllowed):
        appeal(score, commander, line="steps")


def test_an_organisation_appeals_against_its_own_score(freeze):
    own = freeze.scores.get(sheet="owners")
    member = make_user(role=Role.DEPARTMENT, organisation=own.organisation)
    assert appeal(own, member).score == own


def test_a_line_is_appealed_against_once_until_the_deadline(freeze, score, owner):
    last = APRIL + timedelta(days=7)
    assert freeze.appeals_until == last.date()
    appeal(score, owner, at=last)
    with pytest.raises(Refusal, match="已经"):
        appeal(score, owner, at=last)
    with pytest.raises(Refusal, match="4月17日"):
        appeal(score, owner, line="steps", at=last + timedelta(days=1))


@pytest.mark.parametrize("said", [{"line": "weather"}, {"text": " "}, {"text": "字" * 5_001}])
def test_an_appeal_names_a_line_and_says_why(score, owner, said):
    with pytest.raises(Refusal):
        appeal(score, owner, **said)


def test_what_is_rejected_leaves_the_score(score, owner):
    found = answer(appeal(score, owner), make_user(role=Role.SUPERVISOR))
    assert found.state == AppealState.REJECTED
    assert not score.restatements.exists()


def test_points_restate_the_score_beside_the_frozen_one(freeze, score, owner):
    before = frozen(MARCH)
    found = answer(appeal(score, owner), make_user(role=Role.SUPERVISOR), points=Decimal("55.33"))
    restated = score.restatements.get()
    assert found.state == AppealState.UPHELD
    assert Decimal(restated.total) == Decimal(score.total) + Decimal("55.33")
    assert sum(line.points for line in lines_of(restated.lines)) == Decimal(restated.total)
    assert frozen(MARCH) == before, "what was frozen is read from the frozen rows"
    standing = [each for each in final_scores(freeze) if each.row.sheet == "construction"]
    assert [each.now.rank for each in standing if each.now.rank] == [1, 2]
    assert standing[0].is_restated == (standing[0].row.pk == score.pk)


@pytest.mark.parametrize("points", ["0", "-1", "55.34", "999"])
def test_no_more_is_granted_than_the_line_cost(score, owner, points):
    filed = appeal(score, owner)
    with pytest.raises(Refusal, match=r"55\.33"):
        answer(filed, make_user(role=Role.SUPERVISOR), points=Decimal(points))
    assert not score.restatements.exists()


def test_an_exemption_that_would_lower_the_score_is_refused(score, owner):
    filed = appeal(score, owner, line="reports")
    with pytest.raises(Refusal, match="将由"):
        answer(filed, make_user(role=Role.SUPERVISOR), exempt=True)
    filed.refresh_from_db()
    assert filed.state == AppealState.OPEN


def test_the_second_to_answer_is_told_who_was_first_and_what_was_not_saved(score, owner):
    filed = appeal(score, owner)
    answer(filed, make_user(role=Role.SUPERVISOR))
    said = {"answer": "同意补分", "outcome": "adjust", "points": "5"}
    page = signed_in(make_user(role=Role.SUPERVISOR)).post(
        reverse("assessment:appeal", args=[filed.pk]), said
    )
    assert page.status_code == 422
    assert "该申诉已经答复" in page.text
    assert "同意补分" in page.text


def test_an_exemption_takes_the_item_out_of_the_frozen_score(score, owner):
    found = answer(appeal(score, owner, line="steps"), make_user(), exempt=True)
    lines = {line.id: line for line in lines_of(score.restatements.get().lines)}
    assert not lines["steps"].applies
    assert lines["reweighting"].max == 30
    assert (found.term.first_month, found.term.last_month) == (3, 3)


def test_a_second_appeal_builds_on_the_first(score, owner):
    supervisor = make_user(role=Role.SUPERVISOR)
    answer(appeal(score, owner), supervisor, points=Decimal(5))
    answer(appeal(score, owner, line="reports"), supervisor, points=Decimal("0.5"))
    last = score.restatements.last()
    assert Decimal(last.total) == Decimal(score.total) + Decimal("5.5")


def test_another_person_answers_than_who_froze_or_appealed(score, owner, office):
    found = appeal(score, owner)
    with pytest.raises(Refusal, match="冻结"):
        answer(found, office)
    for role in (Role.DEPARTMENT, Role.COMMANDER, Role.VIEWER):
        with pytest.raises(NotAllowed):
            answer(found, make_user(role=role))
    answer(found, make_user())
    assert found.score_id == score.pk


def test_an_appeal_is_answered_once_and_in_words(score, owner):
    found = appeal(score, owner)
    with pytest.raises(Refusal):
        answer(found, make_user(), text=" ")
    answer(found, make_user())
    with pytest.raises(Refusal, match="已"):
        answer(found, make_user())


@pytest.mark.parametrize("grant", [{"points": Decimal(0)}, {"points": Decimal(2_000)}])
def test_points_that_make_no_sense_are_refused_whole(score, owner, grant):
    found = appeal(score, owner)
    with pytest.raises(Refusal):
        answer(found, make_user(), **grant)
    assert ScoreAppeal.objects.get(pk=found.pk).state == AppealState.OPEN


def test_a_line_that_is_no_item_is_not_exempt(freeze, score, owner):
    FrozenScore.objects.filter(pk=score.pk).update(
        lines=[*score.lines, {**score.lines[0], "id": "reweighting", "kind": "reweighting"}]
    )
    found = appeal(score, owner, line="reweighting")
    with pytest.raises(Refusal):
        answer(found, make_user(), exempt=True)


def test_appeal_and_answer_are_recorded(score, owner):
    answer(appeal(score, owner), make_user(), points=Decimal(1))
    event = Event.objects.get(verb="score.appeal_answered")
    assert event.note["outcome"] == "upheld"
    assert event.note["score"][0] == score.total
    assert Event.objects.filter(verb="score.appealed").count() == 1
