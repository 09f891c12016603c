"""Frozen scores, terms, appeals, results and commitments over HTTP, as on the pages."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in

from .frozen_district import MAY, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
HOME = "/api/assessment/results"
IN_APRIL = datetime(2024, 4, 11, 2, tzinfo=UTC)


def call(client, path, said=None):
    if said is None:
        return client.get(f"{HOME}/{path}")
    return client.post(f"{HOME}/{path}", json.dumps(said), content_type="application/json")


@pytest.fixture
def projects():
    return locked_district()


@pytest.fixture
def office():
    return signed_in(make_user())


@pytest.fixture
def owner(projects):
    return signed_in(make_user(role=Role.DEPARTMENT, organisation=projects[1].owner))


def freeze(office):
    """Freeze March and return the number of the freeze."""
    with time_machine.travel(IN_APRIL, tick=False):
        made = call(office, "freezes", {"period": "month", "month": "2024-03"})
    assert made.status_code == 201
    return made.json()["id"]


def row_of(client, freeze):
    rows = call(client, f"freezes/{freeze}/scores").json()
    return next(each for each in rows if each["subject"] == "二")


def test_a_freeze_is_read_with_its_scores_and_lists(office, owner):
    pk = freeze(office)
    with time_machine.travel(IN_APRIL, tick=False):
        assert call(office, "freezes", {"period": "month", "month": "2024-03"}).status_code == 409
        assert [each["id"] for each in call(owner, "freezes").json()] == [pk]
        one = call(owner, f"scores/{row_of(owner, pk)['id']}").json()
    assert sum(Decimal(line["points"]) for line in one["items"]) == Decimal(one["score"])
    assert one["would_be"] == one["score"]
    assert one["changed"] == []
    assert {each["list"] for each in call(owner, f"freezes/{pk}/lists").json()} <= {"red", "black"}


def test_an_appeal_is_answered_by_another_and_restates(office, owner):
    row = row_of(owner, freeze(office))
    supervisor = signed_in(make_user(role=Role.SUPERVISOR))
    answer = {"answer": "属实", "points": "2.5"}
    with time_machine.travel(IN_APRIL, tick=False):
        said = {"line": "completion", "text": "洪灾"}
        pk = call(owner, f"scores/{row['id']}/appeals", said).json()["id"]
        assert call(owner, f"appeals/{pk}/answer", answer).status_code == 403
        assert call(office, f"appeals/{pk}/answer", answer).status_code == 409
        assert call(supervisor, f"appeals/{pk}/answer", answer).json()["state"] == "upheld"
        one = call(owner, f"scores/{row['id']}").json()
    assert Decimal(one["standing_score"]) == Decimal(one["score"]) + Decimal("2.5")
    assert [each["state"] for each in call(owner, "appeals?state=upheld").json()] == ["upheld"]


def test_a_card_is_entered_issued_and_voided(office, owner):
    row = row_of(owner, freeze(office))
    card = {"measure": "yellow_card", "day": "2024-05-10", "text": "滞后", "decided_by": "指挥部"}
    with time_machine.travel(MAY, tick=False):
        pk = call(office, "ledger", {**card, "score_id": row["id"]}).json()["id"]
        issued = call(office, f"ledger/{pk}/paper", {"text": "通知", "signer": "王某"}).json()
        assert issued["paper"] == "重黄〔2024〕1号"
        assert [each["id"] for each in call(owner, "ledger?year=2024").json()] == [pk]
        assert call(office, f"ledger/{pk}/void", {"reason": "误"}).json()["void"] == "误"


def test_terms_from_asking_to_revoking(projects, office):
    other = signed_in(make_user(role=Role.SUPERVISOR))
    place = {
        "who": "projects",
        "subject_id": projects[1].pk,
        "sheet": "construction",
        "year": 2024,
        "first_month": 1,
        "last_month": 12,
        "reason": "洪灾",
    }
    with time_machine.travel(IN_APRIL, tick=False):
        term = call(office, "exemptions", {**place, "item": "steps"}).json()
        points = call(office, "adjustments", {**place, "points": "-1.5", "clause": "试-9"}).json()
        assert points["points"] == "-1.5"
        assert call(office, f"terms/{term['id']}/decide", {"approve": True}).status_code == 409
        approved = call(other, f"terms/{term['id']}/decide", {"approve": True}).json()
        assert approved["state"] == "approved"
        told = signed_in(make_user()).get("/api/assessment/2024-03").json()
        lines = next(each["items"] for each in told if each["subject"] == "二")
        assert not next(line for line in lines if line["id"] == "steps")["applies"]
        revoked = call(office, f"terms/{term['id']}/revoke", {"reason": "误报"}).json()
        assert revoked["state"] == "revoked"
        assert len(call(office, "terms?year=2024").json()) == 2
        missing = {**place, "subject_id": 10**9, "item": "steps"}
        assert call(office, "exemptions", missing).status_code == 409
        assert (
            call(office, "adjustments", {**place, "points": "1e9", "clause": "x"}).status_code
            == 422
        )


def test_commitments_are_told_with_their_changes(projects):
    told = call(signed_in(make_user()), "commitments?month=2024-03").json()
    assert told["since"] == "2024-01"
    assert sum(told["counts"].values()) == len(told["changes"])
    assert {"original", "original_list", "now"} <= told.keys()
    refused = call(signed_in(make_user()), "commitments?month=2024-03&since=2024-05")
    assert refused.status_code == 409


@pytest.mark.parametrize("path", ["appeals", "terms", "ledger", "freezes/1/scores", "scores/1"])
def test_what_is_not_for_viewers_is_refused(path):
    assert call(signed_in(make_user(role=Role.VIEWER)), path).status_code == 403
