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


def test_from_the_freeze_to_the_card(projects):
    office, supervisor = signed_in(make_user()), signed_in(make_user(role=Role.SUPERVISOR))
    member = make_user(role=Role.DEPARTMENT, organisation=projects[1].owner)
    owner = signed_in(member)
    with time_machine.travel(IN_APRIL, tick=False):
        made = call(office, "freezes", {"period": "month", "month": "2024-03"})
        assert made.status_code == 201
        pk = made.json()["id"]
        assert call(office, "freezes", {"period": "month", "month": "2024-03"}).status_code == 409
        assert [each["id"] for each in call(owner, "freezes").json()] == [pk]
        rows = call(owner, f"freezes/{pk}/scores").json()
        row = next(each for each in rows if each["subject"] == "二")
        one = call(owner, f"scores/{row['id']}").json()
        assert sum(Decimal(line["points"]) for line in one["items"]) == Decimal(one["score"])
        assert one["would_be"] == one["score"]
        assert one["changed"] == []
        appeal = call(
            owner, f"scores/{row['id']}/appeals", {"line": "completion", "text": "洪灾"}
        ).json()
        answer = {"answer": "属实", "points": "2.5"}
        assert call(owner, f"appeals/{appeal['id']}/answer", answer).status_code == 403
        assert call(office, f"appeals/{appeal['id']}/answer", answer).status_code == 409
        done = call(supervisor, f"appeals/{appeal['id']}/answer", answer).json()
        assert done["state"] == "upheld"
        one = call(owner, f"scores/{row['id']}").json()
        assert Decimal(one["standing_score"]) == Decimal(one["score"]) + Decimal("2.5")
        assert [each["state"] for each in call(owner, "appeals?state=upheld").json()] == ["upheld"]
        lists = call(owner, f"freezes/{pk}/lists").json()
        assert {each["list"] for each in lists} <= {"red", "black"}
    with time_machine.travel(MAY, tick=False):
        entry = call(
            office,
            "ledger",
            {
                "measure": "yellow_card",
                "day": "2024-05-10",
                "text": "滞后",
                "decided_by": "指挥部",
                "score_id": row["id"],
            },
        ).json()
        card = call(office, f"ledger/{entry['id']}/paper", {"text": "通知", "signer": "王某"})
        assert card.json()["paper"] == "鹤重黄〔2024〕1号"
        assert [each["paper"] for each in call(owner, "ledger?year=2024").json()] == [
            "鹤重黄〔2024〕1号"
        ]
        assert call(office, f"ledger/{entry['id']}/void", {"reason": "误"}).json()["void"] == "误"


def test_terms_from_asking_to_revoking(projects):
    office, other = signed_in(make_user()), signed_in(make_user(role=Role.SUPERVISOR))
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
