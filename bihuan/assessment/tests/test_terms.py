"""Exemptions and adjustments: asked by one person, decided by another, never deleted."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts import actions as accounts
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment import actions
from bihuan.assessment.actions.deciding import TermPlace
from bihuan.assessment.kinds import Assessed, TermKind, TermState
from bihuan.assessment.models import AssessmentTerm
from bihuan.assessment.queries import board, frozen, scheme_of
from bihuan.assessment.subjects import subject
from bihuan.audit.models import Event
from bihuan.figures.tests.district import MARCH
from bihuan.kit.errors import NotAllowed, Refusal

from .frozen_district import APRIL, freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]


@pytest.fixture
def second():
    return locked_district()[1]


@pytest.fixture
def office():
    return make_user()


def place(project, *, first=1, last=12, sheet="construction"):
    return TermPlace(subject(Assessed.PROJECTS, project.pk), sheet, 2024, first, last)


def exempt(project, by, *, item="steps", reason="洪灾", **months):
    return actions.ask_exemption(
        place=place(project, **months), item=item, reason=reason, by=by, at=APRIL
    )


def adjust(project, by, *, points="2.5", clause="试-9", reason="省级表彰"):
    return actions.ask_adjustment(
        place=place(project),
        points=Decimal(points),
        clause=clause,
        reason=reason,
        by=by,
        at=APRIL,
    )


def decide(term, by, *, approve=True, note=""):
    return actions.decide_term(term=term, approve=approve, note=note, by=by, at=APRIL)


def score_of(project):
    scores = board(MARCH, scheme_of(MARCH).sheets[0], APRIL.date())
    return next(e.ranked.score for e in scores if e.ranked.score.key == str(project.pk))


def test_an_approved_exemption_takes_the_item_away(second, office):
    assert next(ln for ln in score_of(second).lines if ln.id == "steps").applies
    term = exempt(second, office)
    assert next(ln for ln in score_of(second).lines if ln.id == "steps").applies, "only asked"
    decide(term, make_user())
    line = next(ln for ln in score_of(second).lines if ln.id == "steps")
    assert not line.applies
    assert "洪灾" in line.note


def test_an_approved_adjustment_is_a_line_of_its_own(second, office):
    before = score_of(second).total
    decide(adjust(second, office), make_user())
    after = score_of(second)
    (line,) = [ln for ln in after.lines if ln.id.startswith("adjustment:")]
    assert (line.points, line.clause, line.note) == (Decimal("2.5"), "试-9", "省级表彰")
    assert after.total == before + Decimal("2.5")


@pytest.mark.parametrize(("first", "last", "holds"), [(3, 3, True), (1, 2, False), (4, 12, False)])
def test_a_term_holds_for_its_months(second, office, first, last, holds):
    decide(exempt(second, office, first=first, last=last), make_user())
    line = next(ln for ln in score_of(second).lines if ln.id == "steps")
    assert line.applies != holds


def test_who_asked_does_not_decide(second, office):
    term = exempt(second, office)
    with pytest.raises(Refusal, match="另一人"):
        decide(term, office)


def test_nor_does_who_stands_in_for_whom_asked(second, office):
    deputy = make_user(role=Role.SUPERVISOR)
    accounts.name_deputy(
        person=office,
        deputy=deputy,
        since=APRIL.date(),
        until=APRIL.date() + timedelta(days=7),
        by=make_user(),
        at=APRIL,
    )
    with pytest.raises(Refusal, match="另一人"):
        decide(exempt(second, office), deputy)


def test_a_refusal_says_why_and_is_the_end(second, office):
    term, other = exempt(second, office), make_user(role=Role.SUPERVISOR)
    with pytest.raises(Refusal):
        decide(term, other, approve=False)
    refused = decide(term, other, approve=False, note="依据不足")
    assert refused.state == TermState.REFUSED
    for act in (lambda: decide(term, make_user()), lambda: revoke(term, make_user())):
        with pytest.raises(Refusal):
            act()


def revoke(term, by, reason="误报"):
    return actions.revoke_term(term=term, reason=reason, by=by, at=APRIL)


def test_what_was_revoked_holds_no_more_but_what_was_frozen_stays(second, office):
    term = exempt(second, office)
    decide(term, make_user())
    freeze_march()
    revoke(term, office)
    assert next(ln for ln in score_of(second).lines if ln.id == "steps").applies
    was = next(e for e in frozen(MARCH) if e.ranked.score.key == str(second.pk))
    assert not next(ln for ln in was.ranked.score.lines if ln.id == "steps").applies
    assert AssessmentTerm.objects.get().revocation.reason == "误报"
    with pytest.raises(Refusal):
        revoke(term, office)


def test_the_page_of_a_score_says_that_terms_changed_and_names_rules_by_articles(second, office):
    term = exempt(second, office)
    decide(term, make_user())
    freeze_march()
    client = signed_in(office)
    with time_machine.travel(APRIL, tick=False):
        page = f"/assessment/{MARCH}/construction/{second.pk}/"
        exempted = client.get(page).text
        assert "考核通用规则第16条" in exempted
        assert "ASSESS-" not in exempted
        assert "豁免或加减分有变化" not in exempted
        revoke(term, office)
        revoked = client.get(page).text
    assert "豁免或加减分有变化" in revoked
    assert "0项数值变动" not in revoked


@pytest.mark.parametrize(
    "act",
    [
        lambda project, by: exempt(project, by, item="weather"),
        lambda project, by: exempt(project, by, reason=" "),
        lambda project, by: exempt(project, by, first=5, last=4),
        lambda project, by: exempt(project, by, sheet="owners"),
        lambda project, by: adjust(project, by, points="0"),
        lambda project, by: adjust(project, by, points="1001"),
        lambda project, by: adjust(project, by, points="0.0000001"),
        lambda project, by: adjust(project, by, clause=""),
        lambda project, by: adjust(project, by, reason=""),
    ],
)
def test_what_makes_no_sense_is_refused(second, office, act):
    with pytest.raises(Refusal):
        act(second, office)
    assert not AssessmentTerm.objects.exists()


def test_the_black_list_can_be_spared(second, office):
    term = exempt(second, office, item="black_list")
    assert (term.kind, term.item_title) == (TermKind.EXEMPTION, "黑榜")


@pytest.mark.parametrize("role", [Role.REPORTER, Role.DEPARTMENT, Role.COMMANDER, Role.VIEWER])
def test_office_and_supervisors_alone_ask_and_decide(second, office, role):
    term, other = exempt(second, office), make_user(role=role)
    for act in (
        lambda: exempt(second, other),
        lambda: adjust(second, other),
        lambda: decide(term, other),
        lambda: revoke(term, other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_each_step_is_recorded(second, office):
    term = exempt(second, office)
    decide(term, make_user())
    revoke(term, office)
    verbs = Event.objects.filter(verb__startswith="score_term.").values_list("verb", flat=True)
    assert sorted(verbs) == ["score_term.approved", "score_term.asked", "score_term.revoked"]
