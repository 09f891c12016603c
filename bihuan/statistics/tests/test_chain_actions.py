from datetime import UTC, datetime
from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.models import ChainOutput

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)


def enter(**changes: Any) -> ChainOutput:
    values: dict[str, Any] = {
        "enterprise": "甲公司",
        "year": 2024,
        "output_yuan": 12,
        "previous_output_yuan": 10,
        "at": NOW,
        **changes,
    }
    values.setdefault("by", make_user())
    values.setdefault("chain", Chain.objects.get_or_create(name="电子信息")[0])
    return actions.enter_output(**values)


def test_output_is_entered_and_recorded() -> None:
    row = enter(enterprise=" 甲公司 ")
    assert (row.enterprise, row.output_yuan, row.version) == ("甲公司", 12, 1)
    assert Event.objects.get(verb="chain.output_entered").note["yuan"] == [None, [12, 10]]


def test_a_correction_is_a_version_with_a_reason() -> None:
    enter()
    with pytest.raises(Refusal):
        enter(output_yuan=13)
    assert enter(output_yuan=13, reason="年报").version == 2
    assert ChainOutput.objects.filter(is_current=True).get().output_yuan == 13


def test_the_same_output_again_changes_nothing() -> None:
    assert enter().pk == enter().pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"enterprise": " "},
        {"year": 2026},
        {"output_yuan": -1},
        {"previous_output_yuan": -1},
    ],
)
def test_senseless_output_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        enter(**wrong)


def test_this_year_and_nothing_are_allowed() -> None:
    assert enter(year=2025, output_yuan=0, previous_output_yuan=0).output_yuan == 0


def test_reporters_enter_no_output() -> None:
    with pytest.raises(NotAllowed):
        enter(by=make_user(role=Role.REPORTER))
