"""What time alone makes happen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from bihuan.lights.tests.factories import make_reported
from bihuan.progress.tests.factories import make_listed
from bihuan.site.clock import tick

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 25, 2, tzinfo=UTC)


def test_the_clock_runs_rounds_and_lights_and_may_run_again():
    make_listed()
    first = tick(on=AT.date(), at=AT)
    assert first.rounds == ["opened 2024-03"]
    assert first.lights == {2024: 3}
    again = tick(on=AT.date(), at=AT)
    assert (again.rounds, again.lights) == ([], {2024: 0})
    later = AT + timedelta(days=8)
    assert tick(on=later.date(), at=later).lights[2024] > 0


def test_the_command_ticks_on_a_given_day(capsys):
    make_listed()
    call_command("tick", "--on", "2024-03-25", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "rounds": ["opened 2024-03"], "lights": {"2024": 3}
    }  # fmt: skip


def test_the_command_judges_a_year(capsys):
    make_reported()
    call_command("judge", "--year", "2024", "--json")
    assert json.loads(capsys.readouterr().out)["given"] == 12
    call_command("judge", "--year", "2024")
    assert "0" in capsys.readouterr().out
