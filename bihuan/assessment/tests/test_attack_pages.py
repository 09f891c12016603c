"""Playing against a scheme on its page and over the API: remembered, by role, told move by move."""

import json
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.management import call_command

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment import attacks
from bihuan.assessment.rules.adversary import SCORE, UNTRIED, most_moves

from .small_scheme import TEXT

pytestmark = pytest.mark.django_db
PAGE, API = "/assessment/schemes/attack/", "/api/assessment/schemes"
SMALL = TEXT.replace("default:", "small:")


@pytest.fixture(autouse=True)
def _forgotten():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def office():
    return signed_in(make_user())


@pytest.fixture
def brought(office):
    """The address of a small scheme that was brought as a text."""
    sent = office.post(f"{PAGE}text/", {"text": SMALL})
    assert sent.status_code == 302, sent.text
    return sent["Location"]


@pytest.fixture
def attacked(office, brought):
    answer = office.post(brought.replace(PAGE, f"{PAGE}play/"))
    assert answer.status_code == 302
    return answer["Location"]


def test_a_look_does_not_play_and_a_second_look_finds_what_was_played(office, brought, monkeypatch):
    first = office.get(brought)
    assert "检验这个办法" in first.text
    assert "page" not in first.context
    office.post(brought.replace(PAGE, f"{PAGE}play/"))
    monkeypatch.setattr(attacks, "attacked", lambda *_: pytest.fail("played twice"))
    office.post(brought.replace(PAGE, f"{PAGE}play/"))
    assert office.get(brought).context["number"] > 100


def test_the_worst_of_each_item_stands_above_every_move_with_its_example(office, attacked):
    answer = office.get(f"{attacked}&rows=all")
    (sheet, lines), *_others = answer.context["worst"]
    assert [each.item.id if each.item else SCORE for each in lines][-1] == SCORE
    assert {each.item.id for each in lines if each.item} == {item.id for item in sheet.items}
    shares = [each.gain.gain for each in lines if each.item]
    assert shares == sorted(shares, reverse=True)
    shown = [each.gain for each in answer.context["page"]]
    for each in lines:
        item = each.item.id if each.item else SCORE
        gains = [g.gain for g in shown if (g.sheet, g.item) == (sheet.id, item)]
        assert each.gain.gain == max(gains)
        assert each.share == each.gain.gain * 100 / (each.item.most if each.item else sheet.total)
    assert answer.context["of_a_score"] == max(g.gain for g in shown if g.item == SCORE)
    assert any(not gain.gain for gain in shown), "moves that win nothing are told too"
    for sentence in UNTRIED:
        assert str(sentence) in answer.text


def test_moves_are_filtered(office, attacked):
    def gains(said: str):
        page = office.get(f"{attacked}&rows=all&{said}").context["page"]
        return [each.gain for each in page]

    assert all(gain.gain > 0 for gain in gains("won=1"))
    assert {gain.move for gain in gains("move=split")} == {"split"}
    assert {gain.sheet for gain in gains("sheet=owners")} == {"owners"}
    assert not gains("sheet=none")


def test_who_comes_to_be_assessed_by_a_move_is_told_beside_the_gains(office, attacked):
    crossing = office.get(attacked).context["crossing"]
    late = [each for each in crossing if each.move == "plan_late"]
    assert late
    assert all("不予考核 →" in each.entering for each in late)


def test_a_faulty_text_is_shown_with_its_faults(office):
    answer = office.post(f"{PAGE}text/", {"text": SMALL.replace("total: 100", "total: 99", 1)})
    assert answer.status_code == 422
    (fault,) = answer.context["form"].faults
    assert "99" in fault.sentence
    assert f'<td class="num">{fault.line}</td>' in answer.text


def test_how_far_it_is_can_be_asked(office, brought):
    address = brought.replace(PAGE, f"{PAGE}running/")
    assert office.get(address)["HX-Refresh"] == "true"
    assert 'hx-trigger="load delay:1s"' in office.get(f"{address}&waits=1").text
    assert office.get(f"{PAGE}running/").status_code == 404
    assert office.post(f"{PAGE}play/").status_code == 409


def test_moves_are_counted_while_they_are_tried(office, brought, monkeypatch):
    counted = []
    monkeypatch.setattr("bihuan.kit.advance.add", lambda: counted.append(1))
    office.post(brought.replace(PAGE, f"{PAGE}play/"))
    scheme = office.get(brought).context["scheme"]
    assert 0 < len(counted) <= most_moves(scheme)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER, Role.STATISTICS])
def test_it_is_for_the_office_and_supervisors(role):
    client = signed_in(make_user(role=role))
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}running/?scheme=default").status_code == 403
    assert client.post(f"{PAGE}play/?scheme=default").status_code == 403
    assert client.post(f"{PAGE}text/", {"text": SMALL}).status_code == 403
    assert client.get(f"{API}/default/attack").status_code == 403
    assert PAGE not in client.get("/assessment/schemes/").text
    supervisor = signed_in(make_user(role=Role.SUPERVISOR))
    assert supervisor.get(f"{PAGE}?scheme=default").status_code == 200


def test_the_api_gives_what_the_command_prints(office, capsys):
    call_command("scheme", "attack", "heilongjiang", json=True)
    printed = json.loads(capsys.readouterr().out)
    assert office.get(f"{API}/heilongjiang/attack").json() == printed
    assert {"item", "move", "gain", "example"} <= printed[0].keys()
    assert office.get(f"{API}/none/attack").status_code == 409


def test_a_text_is_sent_over_the_api(office):
    def send(text):
        said = json.dumps({"scheme": text})
        return office.post(f"{API}/attack", said, content_type="application/json")

    found = send(SMALL).json()
    assert max(Decimal(each["gain"]) for each in found) > 0
    assert any(each["entering"] for each in found)
    assert send("a: {").status_code == 409
