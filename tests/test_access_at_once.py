"""Many guesses at once win no more tries than one after another."""

import pytest

from bihuan.access import actions
from bihuan.access.kinds import AccessKind, Secret
from bihuan.access.models import AccessEvent
from bihuan.access.tests.test_actions import DAY, NOW, at_door
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.plans.tests.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_twelve_guesses_at_once_are_five() -> None:
    by = at_door(make_user())
    at_once(lambda: actions.begin_try(secret=Secret.PASSWORD, by=by, at=NOW), times=12)
    assert AccessEvent.objects.filter(kind=AccessKind.WRONG_PASSWORD).count() == 5
    assert AccessEvent.objects.filter(kind=AccessKind.NAME_PAUSED).count() == 1


def test_a_day_is_sealed_once_though_two_clocks_tick() -> None:
    actions.note(kind=AccessKind.SIGNED_IN, by=at_door(make_user()), at=NOW - DAY)
    at_once(lambda: actions.seal_days(by=ClockActor(), at=NOW), times=4)
    assert Event.objects.filter(verb="access.sealed").count() == 1
