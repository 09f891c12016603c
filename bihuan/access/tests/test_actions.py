from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from bihuan.access import actions
from bihuan.access.digests import changed_days
from bihuan.access.kinds import AccessKind, Secret
from bihuan.access.models import AccessEvent, SignInRules
from bihuan.access.visitors import VisitingActor
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def at_door(user: User | None = None, **said: str) -> VisitingActor:
    person = str(user.pk) if user else said.pop("person", "?abc")
    name = user.username if user else "a***"
    told = {"address": "198.51.100.1", "device": "", "browser": "Firefox", **said}
    return VisitingActor(name, person, **told)


def guess(by: VisitingActor, at: datetime = NOW, **said: Any) -> actions.Admission:
    return actions.begin_try(**{"secret": Secret.PASSWORD, **said}, by=by, at=at)


def admitted_try(by: VisitingActor) -> AccessEvent:
    attempt = guess(by).attempt
    assert attempt is not None
    return attempt


def guess_until_paused(by: VisitingActor, at: datetime = NOW, most: int = 50) -> int:
    """Return how many tries are admitted before the first pause."""
    for number in range(most):
        if guess(by, at).attempt is None:
            return number
    return most


def arrive(by: VisitingActor, at: datetime = NOW) -> None:
    actions.note(kind=AccessKind.SIGNED_IN, by=by, at=at)


def test_a_try_counts_as_wrong_before_it_is_judged() -> None:
    by = at_door(make_user())
    taken = [guess(by).attempt for _try in range(6)]
    assert [attempt is not None for attempt in taken] == [True] * 5 + [False]
    assert AccessEvent.objects.filter(kind=AccessKind.WRONG_PASSWORD).count() == 5


def test_a_pause_ends_and_the_next_is_longer() -> None:
    by = at_door(make_user())
    guess_until_paused(by)
    assert guess(by, NOW + 29 * MINUTE).attempt is None
    assert guess_until_paused(by, NOW + 30 * MINUTE) == 5
    assert guess(by, NOW + 89 * MINUTE).attempt is None
    assert guess(by, NOW + 90 * MINUTE).attempt is not None


def test_a_right_password_lets_earlier_wrong_ones_from_there_count_no_more() -> None:
    by = at_door(make_user())
    for _try in range(4):
        guess(by)
    actions.forgive(attempt=admitted_try(by), by=by)
    assert guess_until_paused(by) == 5
    assert AccessEvent.objects.filter(kind=AccessKind.WRONG_PASSWORD).count() == 9


def test_a_stranger_locks_out_neither_a_known_device_nor_a_known_address() -> None:
    user = make_user()
    arrive(at_door(user, address="10.0.0.7"))
    assert guess_until_paused(at_door(user)) == 5
    assert guess(at_door(user, address="203.0.113.5")).attempt is None
    assert guess(at_door(user, address="10.0.0.7")).attempt is not None
    assert guess(at_door(user, device="mark")).attempt is not None


def test_a_known_device_has_a_limit_too() -> None:
    assert guess_until_paused(at_door(make_user(), device="mark")) == 5


def test_an_address_is_known_for_ninety_days() -> None:
    user = make_user()
    arrive(at_door(user, address="10.0.0.7"), NOW - 91 * DAY)
    guess_until_paused(at_door(user))
    assert guess(at_door(user, address="10.0.0.7")).attempt is None


def test_many_names_from_one_address_are_stopped_and_its_known_devices_go_on() -> None:
    people = [make_user() for _number in range(29)]
    taken = [guess(at_door(user)).attempt is not None for user in people]
    assert taken == [True] * 20 + [False] * 9
    assert guess(at_door(people[25], device="mark")).attempt is not None
    assert guess(at_door(people[25], address="203.0.113.5")).attempt is not None


def test_an_office_behind_one_address_that_mistypes_and_then_types_right_goes_on() -> None:
    for _number in range(40):
        by = at_door(make_user())
        guess(by)
        actions.forgive(attempt=admitted_try(by), by=by)
    assert not AccessEvent.objects.filter(kind=AccessKind.ADDRESS_PAUSED).exists()


def test_who_knows_one_password_wins_no_tries_at_other_names() -> None:
    own, others = at_door(make_user()), [at_door(make_user()) for _number in range(30)]
    admitted = 0
    for by in others:
        admitted += guess(by).attempt is not None
        right = guess(own).attempt
        if right is not None:
            actions.forgive(attempt=right, by=own)
    assert admitted == 20


def test_all_addresses_of_a_network_of_ipv6_are_one() -> None:
    admitted = [
        guess(at_door(make_user(), address=f"2001:db8::{number}")).attempt is not None
        for number in range(1, 22)
    ]
    assert admitted == [True] * 20 + [False]


def test_knocking_on_does_not_fill_the_log() -> None:
    by = at_door(make_user())
    for _try in range(50):
        guess(by)
    for number in range(100):
        guess(at_door(person=f"?{number}"))
    assert AccessEvent.objects.count() == 20 + 1 + 1


def test_codes_are_counted_apart_from_passwords() -> None:
    by = at_door(make_user())
    guess_until_paused(by)
    assert guess(by, secret=Secret.CODE).attempt is not None
    for _try in range(4):
        guess(by, secret=Secret.CODE)
    assert guess(by, secret=Secret.CODE).attempt is None


def test_the_office_lifts_a_pause_and_it_is_recorded() -> None:
    user, office = make_user(), make_user()
    guess_until_paused(at_door(user))
    assert actions.unlock_person(user=user, by=office, at=NOW) == 5
    assert guess(at_door(user)).attempt is not None
    assert Event.objects.get(verb="user.unlocked").note == {"tries": 5}
    with pytest.raises(NotAllowed):
        actions.unlock_person(user=user, by=make_user(role=Role.SUPERVISOR), at=NOW)


def test_the_office_lifts_the_pause_of_an_address() -> None:
    office = make_user()
    for _number in range(21):
        guess(at_door(make_user()))
    assert actions.unlock_address(address="198.51.100.1", by=office, at=NOW) == 20
    assert guess(at_door(make_user())).attempt is not None
    with pytest.raises(Refusal):
        actions.unlock_address(address="nowhere", by=office, at=NOW)
    with pytest.raises(NotAllowed):
        actions.unlock_address(address="::1", by=make_user(role=Role.VIEWER), at=NOW)


def test_rules_of_sign_in_are_the_offices_and_recorded_once() -> None:
    office = make_user()
    said: dict[str, Any] = {"two_step_roles": ["office"], "two_step_since": date(2024, 4, 1)}
    for _again in range(2):
        actions.set_sign_in_rules(**said, by=office, at=NOW)
    assert Event.objects.filter(verb="user.sign_in_rules").count() == 1
    actions.set_sign_in_rules(**said, by=office, at=NOW + 30 * DAY)  # a day that holds may stay
    with pytest.raises(Refusal):
        actions.set_sign_in_rules(
            two_step_roles=["office"], two_step_since=date(2024, 3, 1), by=office, at=NOW
        )
    with pytest.raises(NotAllowed):
        actions.set_sign_in_rules(**said, by=make_user(role=Role.SUPERVISOR), at=NOW)
    actions.set_sign_in_rules(two_step_roles=[], two_step_since=None, by=office, at=NOW)
    assert SignInRules.objects.in_force().two_step_since is None


def test_each_day_is_sealed_once_after_it_is_over_and_a_change_shows() -> None:
    by = at_door(make_user())
    for days in (3, 2, 2, 0):
        arrive(by, NOW - days * DAY)
    assert actions.seal_days(by=ClockActor(), at=NOW) == [date(2024, 3, 19), date(2024, 3, 20)]
    assert actions.seal_days(by=ClockActor(), at=NOW) == []
    assert changed_days(kept_from=date(2024, 1, 1)) == []
    AccessEvent.objects.filter(at=NOW - 2 * DAY).update(name="somebody else")
    assert changed_days(kept_from=date(2024, 1, 1)) == [date(2024, 3, 20)]
    assert changed_days(kept_from=date(2024, 3, 21)) == []
    assert actions.seal_days(by=ClockActor(), at=NOW + DAY) == [date(2024, 3, 22)]


def test_forgiving_changes_no_digest() -> None:
    by = at_door(make_user())
    guess(by, NOW - DAY)
    actions.seal_days(by=ClockActor(), at=NOW)
    actions.forgive(attempt=admitted_try(by), by=by)
    assert changed_days(kept_from=date(2024, 1, 1)) == []


def test_a_day_is_sealed_when_nothing_more_can_be_written_of_it() -> None:
    midnight = datetime(2024, 3, 21, 16, tzinfo=UTC)
    arrive(at_door(make_user()), midnight - MINUTE)
    assert actions.seal_days(by=ClockActor(), at=midnight + 14 * MINUTE) == []
    assert actions.seal_days(by=ClockActor(), at=midnight + 15 * MINUTE) == [date(2024, 3, 21)]


def test_old_days_and_ended_sessions_are_forgotten() -> None:
    by = at_door(make_user())
    for days in (184, 182):
        arrive(by, NOW - days * DAY)
    for number, at in enumerate((NOW - MINUTE, NOW + MINUTE)):
        Session.objects.create(session_key=str(number), session_data="", expire_date=at)
    assert actions.forget_old(keep_days=0, by=ClockActor(), at=NOW) == 1
    assert [event.at for event in AccessEvent.objects.all()] == [NOW - 182 * DAY]
    assert [session.session_key for session in Session.objects.all()] == ["1"]
