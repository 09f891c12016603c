from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.utils import timezone

from bihuan.access.actions import begin_try
from bihuan.access.kinds import Secret
from bihuan.access.models import AccessEvent
from bihuan.accounts.at_the_machine import recorded_name
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import Refusal

from .test_actions import at_door

pytestmark = pytest.mark.django_db


def unlock(*words: str) -> str:
    told = StringIO()
    call_command("unlock", *words, stdout=told)
    return told.getvalue()


def test_the_console_lifts_a_pause_and_ends_a_lost_second_step() -> None:
    user = make_user(role=Role.VIEWER)
    TOTP.activate(user, generate_totp_secret())
    for _try in range(6):
        begin_try(secret=Secret.PASSWORD, by=at_door(user), at=timezone.now())
    assert user.username in unlock(user.username.upper())
    assert not AccessEvent.objects.exclude(counter="").exists()
    assert Authenticator.objects.exists()
    unlock(user.username, "--second-step")
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(verb="user.unlocked", by=recorded_name()).count() == 2


def test_the_console_lifts_the_pause_of_an_address() -> None:
    for _number in range(21):
        begin_try(secret=Secret.PASSWORD, by=at_door(make_user()), at=timezone.now())
    unlock("--address", "198.51.100.1")
    assert not AccessEvent.objects.filter(counts_by_address=True).exists()


def test_it_says_what_is_missing() -> None:
    for words in ((), ("nobody",), ("--address", "nowhere")):
        with pytest.raises(Refusal):
            unlock(*words)
