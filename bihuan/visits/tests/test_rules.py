from dataclasses import replace
from decimal import Decimal

import pytest

from bihuan.kit.errors import Refusal
from bihuan.visits import rules
from bihuan.visits.kinds import Risk
from bihuan.visits.photos import CameraNote, camera_note, read_photo
from bihuan.visits.presets import visit_rules
from bihuan.visits.rules import VisitCandidate, VisitRules

from .factories import noted, photo


@pytest.fixture
def office() -> VisitRules:
    return visit_rules()


def many(number: int, leader: int = 1, **risks: int) -> list[VisitCandidate]:
    found = {Risk(name): times for name, times in risks.items()}
    return [VisitCandidate(leader * 100 + place, leader, found) for place in range(number)]


def test_each_leader_gets_the_riskiest_projects(office: VisitRules) -> None:
    plain, red = (
        many(5),
        [VisitCandidate(900, 1, {Risk.RED: 1}), VisitCandidate(901, 1, {Risk.YELLOW: 1})],
    )
    chosen = rules.propose([*plain, *red], office, seed=7)
    assert [(each.project_id, each.is_random) for each in chosen[:2]] == [
        (900, False),
        (901, False),
    ]
    assert chosen[0].reasons == (Risk.RED,)
    assert chosen[0].points == office.weights["red"]


def test_a_random_share_of_the_rest_is_drawn_and_the_seed_repeats_it(office: VisitRules) -> None:
    plain = many(30)
    chosen = rules.propose(plain, office, seed=7)
    assert len(chosen) == 3
    assert all(each.is_random and each.reasons == (Risk.RANDOM,) for each in chosen)
    assert chosen == rules.propose(list(reversed(plain)), office, seed=7)
    assert chosen != rules.propose(plain, office, seed=8)


def test_of_few_projects_one_is_drawn_too(office: VisitRules) -> None:
    assert len(rules.propose(many(1), office, seed=1)) == 1
    assert rules.propose([], office, seed=1) == []
    assert rules.propose(many(3), replace(office, random_percent=0), seed=1) == []


def test_a_metre_is_a_metre() -> None:
    site = (Decimal("109.975000"), Decimal("27.548000"))
    north = (Decimal("109.975000"), Decimal("27.557993"))
    assert rules.distance_m(site, site) == 0
    assert rules.distance_m(site, north) == pytest.approx(1111, abs=2)
    assert rules.distance_m(None, site) is None
    assert rules.distance_m(site, None) is None


def test_beyond_the_limit_and_its_accuracy_a_visit_is_away(office: VisitRules) -> None:
    assert not rules.is_off_site(500, 0, office)
    assert rules.is_off_site(501, 0, office)
    assert not rules.is_off_site(501, 1, office)
    assert not rules.is_off_site(None, None, office)


def test_half_a_place_and_no_place_on_the_globe_are_refused() -> None:
    rules.check_place(None, None)
    rules.check_place(Decimal(180), Decimal(-90))
    for place in ((Decimal(1), None), (Decimal(181), Decimal(0)), (Decimal(0), Decimal(91))):
        with pytest.raises(Refusal):
            rules.check_place(*place)


def test_the_same_photo_smaller_and_worse_still_looks_the_same() -> None:
    _ending, one = read_photo(photo(1))
    _ending, again = read_photo(photo(1, size=20, quality=60))
    _ending, other = read_photo(photo(2))
    assert rules.differing_bits(one, again) <= 4
    assert rules.differing_bits(one, other) > 10
    assert rules.nearest(again, {5: other, 6: one}, 4) == 6
    assert rules.nearest(other, {6: one}, 4) is None


def test_a_plain_picture_is_like_no_other() -> None:
    assert rules.nearest("0000000000000000", {1: "0000000000000000"}, 4) is None
    assert rules.nearest("ffffffffffffffff", {1: "ffffffffffffffff"}, 4) is None


@pytest.mark.parametrize("content", [b"", b"GIF89a...", b"\xff\xd8\xff broken", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        read_photo(content)


def test_what_a_camera_noted_wrongly_is_left_out() -> None:
    assert camera_note(photo(1)) == CameraNote()
    assert camera_note(b"no picture") == CameraNote()
    wrong = camera_note(noted(photo(1), "0000:00:00 00:00:00", east=6_000.0))
    assert wrong == CameraNote()
    assert camera_note(noted(photo(1), "2024:03:20 11:30:00")).place is not None


def test_a_bomb_of_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bihuan.kit.pictures.MOST_PIXELS", 100)
    with pytest.raises(Refusal):
        read_photo(photo(1))


@pytest.mark.parametrize(
    "wrong", [{"random_percent": 101}, {"near_bits": 17}, {"weights": {"moon": 1}}]
)
def test_rules_that_make_no_sense_are_refused(office: VisitRules, wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        replace(office, **wrong)  # type: ignore[arg-type]  # wrong on purpose
