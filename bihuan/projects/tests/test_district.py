from datetime import UTC, datetime

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.projects.actions import set_district
from bihuan.projects.models import District

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 28, 2, tzinfo=UTC)


def test_a_district_keeps_what_is_not_given() -> None:
    office = make_user()
    set_district(by=office, at=NOW, name="鹤城区", year=2024)
    set_district(by=office, at=NOW, rounds="guangxi")
    district = District.objects.get()
    assert (district.name, district.rounds) == ("鹤城区", "guangxi")


def test_before_it_is_named_the_default_presets_hold() -> None:
    assert District.objects.served().rounds == "qingyuan"


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
