"""What time alone makes happen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from bihuan.access.actions import note
from bihuan.access.kinds import AccessKind
from bihuan.access.models import AccessEvent
from bihuan.access.tests.test_actions import at_door
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.importing.actions import stage
from bihuan.importing.models import BatchState
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.lights.tests.factories import (
    AFTER_GRACE,
    give_commander_light,
    lift,
    make_commanded,
    make_reported,
    run_from_january,
)
from bihuan.progress.tests.factories import make_listed
from bihuan.site.clock import tick

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 25, 2, tzinfo=UTC)


def test_the_clock_runs_rounds_and_lights_and_may_run_again():
    make_listed()
    first = tick(on=AT.date(), at=AT)
    assert first.rounds == ["opened 2024-03"]
    assert first.lights == {2024: 1}
    again = tick(on=AT.date(), at=AT)
    assert (again.rounds, again.lights) == ([], {2024: 0})
    later = AT + timedelta(days=8)
    assert tick(on=later.date(), at=later).lights[2024] > 0


def test_the_clock_seals_the_log_of_the_doors_and_forgets_what_is_old():
    for days in (402, 2):
        note(kind=AccessKind.SIGNED_IN, by=at_door(), at=timezone.now() - timedelta(days=days))
    tick(on=local_day(timezone.now()), at=timezone.now())
    assert Event.objects.filter(verb="access.sealed").count() == 2
    assert AccessEvent.objects.count() == 1


def test_a_clock_run_ahead_forgets_and_seals_nothing_before_its_time():
    note(kind=AccessKind.SIGNED_IN, by=at_door(), at=timezone.now() - timedelta(days=100))
    note(kind=AccessKind.SIGNED_IN, by=at_door(), at=timezone.now())
    ahead = timezone.now() + timedelta(days=360)
    tick(on=local_day(ahead), at=ahead)
    assert AccessEvent.objects.count() == 2
    assert Event.objects.filter(verb="access.sealed").count() == 1


def test_the_command_ticks_on_a_given_day(capsys):
    make_listed()
    call_command("tick", "--on", "2024-03-25", "--json")
    done = json.loads(capsys.readouterr().out)
    assert (done["rounds"], done["lights"]) == (["opened 2024-03"], {"2024": 1})


@time_machine.travel(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), tick=False)
def test_a_slip_of_the_pen_does_not_send_every_matter_to_the_top():
    today = local_day(timezone.now())
    call_command("tick", "--on", str(today + timedelta(days=366)), "--json")
    with pytest.raises(Refusal):
        call_command("tick", "--on", str(today + timedelta(days=367)))


def test_a_clock_run_ahead_deletes_no_import_and_says_so(capsys, settings, tmp_path):
    settings.HOME = tmp_path  # the second tick is noted there
    now = timezone.now()
    batch = stage(files=[ledger(ledger_row(1))], year=2024, by=make_user(), at=now)
    ahead = local_day(now) + timedelta(days=settings.STAGED_DAYS + 1)
    call_command("tick", "--on", str(ahead), "--json")
    told = capsys.readouterr()
    assert json.loads(told.out)["discarded"] == []
    assert "不删除" in told.err
    batch.refresh_from_db()
    assert (batch.state, batch.files.count()) == (BatchState.STAGED, 1)
    with time_machine.travel(now + timedelta(days=settings.STAGED_DAYS + 1)):
        call_command("tick", "--json")
    told = capsys.readouterr()
    assert (json.loads(told.out)["discarded"], told.err) == ([batch.pk], "")


@pytest.mark.parametrize("command", [("tick",), ("matters", "--overdue")])
def test_what_is_no_day_is_told_in_a_sentence(command):
    with pytest.raises(CommandError, match="“2026-02-30”"):
        call_command(*command, "--on", "2026-02-30")


def test_the_clock_ends_lifts_of_a_headline_once():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red")
    lifted = lift(project)
    later = AFTER_GRACE + timedelta(days=8)
    assert tick(on=lifted.until, at=AFTER_GRACE).lifts == []
    assert tick(on=later.date(), at=later).lifts == [f"expired {lifted}"]
    assert tick(on=later.date(), at=later).lifts == []


def test_the_command_judges_a_year(capsys):
    make_reported()
    run_from_january()
    call_command("judge", "--year", "2024", "--json")
    assert json.loads(capsys.readouterr().out)["given"] == 12
    call_command("judge", "--year", "2024")
    assert "0" in capsys.readouterr().out
