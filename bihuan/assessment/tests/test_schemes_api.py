"""Schemes and their drafts over HTTP, as on the pages."""

import json
from datetime import UTC, date, datetime

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment.models import SchemeDraft, SchemeEdition
from bihuan.assessment.presets import schemes_in_force
from bihuan.figures.tests.district import play

from .small_scheme import TEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office():
    return signed_in(make_user())


def call(client, path, said=None, verb="post"):
    address = f"/api/assessment/{path}"
    if said is None:
        return client.get(address)
    return getattr(client, verb)(address, json.dumps(said), content_type="application/json")


@pytest.fixture
def draft(office):
    made = call(office, "drafts", {"name": "试改", "scheme": "default"})
    assert made.status_code == 201
    return made.json()["id"]


def test_a_scheme_is_read_with_its_text_and_each_formula_in_words():
    viewer = signed_in(make_user(role=Role.VIEWER))
    told = call(viewer, "schemes/of/default").json()
    assert told["scheme"]["chosen"] is True
    assert told["words"]["construction"]["completion"].startswith("完成率乘以60分")
    assert told["text"].startswith("default:")
    assert call(viewer, "schemes/of/nothing").status_code == 404


def test_a_text_is_checked_and_nothing_is_written(office):
    good = call(office, "schemes/check", {"text": TEXT}).json()
    assert good["faults"] == []
    assert good["scheme"]["scheme"]["title"] == "试行办法"
    bad = call(office, "schemes/check", {"text": TEXT.replace("max: 60", "max: 66")}).json()
    assert [(each["line"], each["key"]) for each in bad["faults"]] == [
        (19, "default.sheets[1].items[1].max")
    ]
    assert "60" in bad["faults"][0]["sentence"]
    tabs = call(office, "schemes/check", {"text": "a:\n\tb: 1"}).json()
    assert "制表符" in tabs["faults"][0]["sentence"]
    assert not SchemeDraft.objects.exists()


def test_a_draft_is_saved_renamed_brought_back_and_discarded(office, draft):
    read = call(office, f"drafts/{draft}").json()
    assert (read["edition"], read["copied_from"]) == (1, "试行办法 · 1")
    said = {"text": read["text"].replace("迟报一次", "每迟报一次"), "edition": 1, "note": "改词"}
    saved = call(office, f"drafts/{draft}", said, "put").json()
    assert saved["edition"] == 2
    editions = call(office, f"drafts/{draft}/editions").json()
    assert [each["number"] for each in editions] == [2, 1]
    assert editions[0]["changes"][0]["after"] == "每迟报一次扣1分。"
    assert call(office, f"drafts/{draft}", said, "put").status_code == 409
    back = call(office, f"drafts/{draft}/restore", {"number": 1, "edition": 2}).json()
    assert (back["edition"], back["text"]) == (3, read["text"])
    assert call(office, f"drafts/{draft}/rename", {"name": "二稿"}).json()["name"] == "二稿"
    assert call(office, f"drafts/{draft}/discard", {}).json()["discarded"] is True
    assert call(office, "drafts").json() == []


def test_a_text_with_faults_is_refused_by_line_and_nothing_is_written(office, draft):
    text = call(office, f"drafts/{draft}").json()["text"]
    said = {"text": text.replace("max: 30", "max: 25"), "edition": 1}
    answer = call(office, f"drafts/{draft}", said, "put")
    assert answer.status_code == 409
    assert "第" in answer.text
    assert "95" in answer.text
    assert SchemeEdition.objects.count() == 1


def test_a_draft_is_tried_and_adopted(office, draft):
    play()
    moves = call(office, f"drafts/{draft}/moves?month=2024-03").json()
    assert moves
    assert {each["difference"] for each in moves} == {"0.00"}
    said = {"edition": 1, "since": "2024-04-01"}
    own = call(office, f"drafts/{draft}/adopt", said)
    assert own.status_code == 409
    assert "另一人采用" in own.text
    second = signed_in(make_user())
    adopted = call(second, f"drafts/{draft}/adopt", said)
    assert adopted.status_code == 200
    name = adopted.json()["name"]
    assert schemes_in_force().name_on(date(2024, 4, 1)) == name
    listed = call(office, "schemes").json()
    assert [each["name"] for each in listed if each["chosen"]] == [name]
    assert call(office, f"drafts/{draft}/adopt", {"edition": 2}).status_code == 409


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.REPORTER, Role.VIEWER])
def test_drafts_are_closed_to_others(draft, role):
    client = signed_in(make_user(role=role))
    for path in ("drafts", f"drafts/{draft}", f"drafts/{draft}/editions"):
        assert call(client, path).status_code == 403
    assert call(client, f"drafts/{draft}/moves?month=2024-03").status_code == 403
    assert call(client, "schemes/check", {"text": "a: 1"}).status_code == 403
    assert call(client, f"drafts/{draft}/adopt", {"edition": 1}).status_code == 403
