"""The example is loaded in steps; what was cut off goes on. A real district knows none of it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan.accounts.models import User
from bihuan.accounts.passwords import new_password
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import Refusal
from bihuan.progress.models import Round
from bihuan.projects.actions import set_district
from bihuan.projects.models import Project
from bihuan.projects.tests.factories import make_project
from bihuan.site import example
from bihuan.site.demo_accounts import (
    check_no_example_in_a_real_district,
    shown_accounts,
    write_accounts,
)
from bihuan.site.home import is_empty

pytestmark = pytest.mark.django_db
AT = datetime(2025, 1, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def test_a_load_that_is_cut_off_after_any_step_goes_on_there(home: Path) -> None:
    taken = []
    while True:
        one = next(example.steps(at=AT), None)  # and no further: as if the power went
        if one is None:
            break
        taken.append(sorted(example.steps_done()))
        assert example.is_cut_off()
        assert not is_empty()
    assert [len(done) for done in taken] == [1, 2, 3]
    assert (Project.objects.count(), Round.objects.filter(state="locked").count()) == (156, 11)
    assert User.objects.exclude(role=Role.CONSOLE).count() == 7
    events = Event.objects.count()
    assert example.load(at=AT)["steps"] == 0
    assert Event.objects.count() == events
    told = shown_accounts()
    assert len(told) == 7
    for username, password in told:
        assert User.objects.get(username=username).check_password(password)
    assert stat.S_IMODE((home / "demo").stat().st_mode) == 0o600
    assert not User.objects.get(username="office").check_password("Bihuan-2024")  # as it was once


def test_no_two_data_folders_have_one_password() -> None:
    drawn = {new_password() for _folder in range(50)}
    assert len(drawn) == 50


def test_another_district_is_not_overwritten() -> None:
    make_project()
    with pytest.raises(Refusal):
        example.load(at=AT)
    assert not example.is_cut_off()
    assert Project.objects.count() == 1


def test_where_a_district_begins_with_its_own_office_nothing_is_loaded() -> None:
    User.objects.create(username="office", role=Role.OFFICE)
    with pytest.raises(Refusal):
        example.load(at=AT)
    assert not Project.objects.exists()
    assert not example.is_cut_off()


def test_what_an_earlier_version_loaded_is_left_alone() -> None:
    make_project()
    set_district(by=make_user(), at=AT, invented=True)
    assert example.load(at=AT)["steps"] == 0


def test_a_real_district_refuses_accounts_of_the_example() -> None:
    write_accounts({"office": "told-to-all-1"})
    check_no_example_in_a_real_district()  # nothing is here yet
    make_project()
    assert shown_accounts() == []
    with pytest.raises(Refusal):
        check_no_example_in_a_real_district()
    set_district(by=make_user(), at=AT, invented=True)
    check_no_example_in_a_real_district()
    assert shown_accounts() == [("office", "told-to-all-1")]


def test_a_new_installation_has_no_account_and_so_no_password() -> None:
    assert not User.objects.exists()
    assert is_empty()
