"""Commands are recorded under the account that gave them."""

from datetime import UTC, datetime

import pytest

from bihuan.accounts.actions import console_user
from bihuan.accounts.at_the_machine import person_at_the_machine, recorded_name
from bihuan.accounts.queries import people_named
from bihuan.accounts.roles import EXAMPLE

pytestmark = pytest.mark.django_db
AT = datetime(2026, 12, 2, 2, tzinfo=UTC)


def test_the_account_at_the_machine_is_named(monkeypatch):
    monkeypatch.setenv("SUDO_USER", "zhang")
    assert recorded_name() == "console:zhang"
    assert person_at_the_machine(at=AT).username == "console:zhang"
    assert str(person_at_the_machine(at=AT)) == "命令行（zhang）"
    assert people_named({"console:zhang", "console:li", "x"}) == {
        "console:zhang": "命令行（zhang）",
        "console:li": "命令行（li）",
        "x": "x",
    }


def test_an_account_without_a_name_is_the_command_line():
    assert str(console_user(at=AT)) == "命令行"


def test_the_example_is_called_so():
    assert str(console_user(account=EXAMPLE, at=AT)) == "示例数据"
