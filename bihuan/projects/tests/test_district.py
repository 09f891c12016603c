from datetime import UTC, date, datetime

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.projects.actions import set_district
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District
from bihuan.projects.queries import choices_of, chosen_presets, in_force
from bihuan.projects.rules_in_force import BEGINNING, DEFAULTS, spells

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 28, 2, tzinfo=UTC)


def test_a_district_keeps_what_is_not_given() -> None:
    office = make_user()
    set_district(by=office, at=NOW, name="鹤城区", year=2024)
    set_district(by=office, at=NOW, presets={Rules.ROUNDS: "guangxi"})
    assert District.objects.get().name == "鹤城区"
    assert chosen_presets(NOW.date())[Rules.ROUNDS] == "guangxi"


def test_before_anything_is_chosen_the_default_presets_hold() -> None:
    assert chosen_presets(NOW.date()) == DEFAULTS
    assert chosen_presets(BEGINNING) == DEFAULTS


def test_a_choice_speaks_from_its_day_on() -> None:
    office, may = make_user(), date(2024, 5, 1)
    set_district(by=office, at=NOW, presets={Rules.LIGHTS: "wuhan"}, since=may)
    held = in_force(Rules.LIGHTS, {})
    names = [held.name_on(day) for day in (BEGINNING, date(2024, 4, 30), may, date(2030, 1, 1))]
    assert names == ["yinchuan", "yinchuan", "wuhan", "wuhan"]
    (choice,) = choices_of(Rules.LIGHTS)
    assert (choice.preset, choice.since, choice.by, choice.at) == ("wuhan", may, office, NOW)
    note = Event.objects.get(verb="district.set").note
    assert note["changes"] == {"lights": ["yinchuan", "wuhan"]}
    assert note["since"] == "2024-05-01"


def test_a_later_word_takes_the_place_of_the_earlier_ones_from_its_day_on() -> None:
    made = [(date(2024, 7, 1), "wuhan"), (date(2025, 1, 1), "sanya"), (date(2024, 9, 1), "nanning")]
    held = spells(Rules.LIGHTS, made)
    assert [(spell.since, spell.preset) for spell in held] == [
        (BEGINNING, "yinchuan"),
        (date(2024, 7, 1), "wuhan"),
        (date(2024, 9, 1), "nanning"),
    ]


def test_choosing_what_holds_anyway_changes_nothing() -> None:
    office = make_user()
    set_district(by=office, at=NOW, presets={Rules.LIGHTS: "yinchuan"})
    assert not choices_of()
    later = date(2025, 1, 1)
    set_district(by=office, at=NOW, presets={Rules.LIGHTS: "wuhan"}, since=later)
    set_district(by=office, at=NOW, presets={Rules.LIGHTS: "wuhan"}, since=later)
    assert choices_of().count() == 1
    set_district(by=office, at=NOW, presets={Rules.LIGHTS: "yinchuan"}, since=date(2024, 6, 1))
    assert [spell.preset for spell in in_force(Rules.LIGHTS, {}).spells] == ["yinchuan"]


def test_a_preset_without_a_name_is_refused() -> None:
    with pytest.raises(Refusal):
        set_district(by=make_user(), at=NOW, presets={Rules.LIGHTS: "wuhan", Rules.LOOP: ""})
    assert not choices_of()


def test_only_the_office_sets_the_district() -> None:
    with pytest.raises(NotAllowed):
        set_district(by=make_user(role=Role.REPORTER), at=NOW, name="鹤城区")


def test_the_second_who_saves_is_told_by_whom_and_overwrites_nothing() -> None:
    first, second = make_user(), make_user()
    seen = District.objects.served().edition
    set_district(by=first, at=NOW, name="鹤城区", edition=seen)
    with pytest.raises(Refusal, match=first.username):
        set_district(by=second, at=NOW, name="洪江区", edition=seen)
    stands = District.objects.get()
    assert (stands.name, stands.edition) == ("鹤城区", seen + 1)
    set_district(by=second, at=NOW, name="洪江区", edition=stands.edition)
    assert District.objects.get().name == "洪江区"


def test_a_change_is_recorded_and_no_change_is_not() -> None:
    office = make_user()
    set_district(by=office, at=NOW, name="鹤城区")
    set_district(by=office, at=NOW, name="鹤城区")
    assert Event.objects.get(verb="district.set").note["changes"]["name"] == ["", "鹤城区"]
    assert District.objects.get().edition == 2
