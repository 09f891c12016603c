"""The moves of a matter that a person may make now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.kit.errors import NotAllowed

from . import rules
from .kinds import MatterState, Verb
from .models import Matter
from .queries import extension_asked

ONWARD = (Verb.SIGN, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE, Verb.EXTEND)
ORDER = (
    *ONWARD,
    Verb.REFUSE_EXTENSION,
    Verb.FEED_BACK,
    Verb.ASSIGN,
    Verb.ASK_EXTENSION,
    Verb.SEND_BACK,
    Verb.RESUME,
    Verb.REOPEN,
    Verb.PAUSE,
    Verb.DECLINE,
    Verb.WITHDRAW,
)


def available_moves(matter: Matter, user: User, on: date) -> list[Verb]:
    """Return the moves that the table has now and that are this person's, the next step first. A
    clock that ran past its deadline by the day `on` is not paused.
    """
    possible = [verb for verb in ORDER if matter.state in rules.MOVES[verb].frm]
    person = MatterPerson(matter, user)
    late = matter.is_overdue(on)
    return [v for v in possible if person.has(v) and not (v == Verb.PAUSE and late)]


def is_next(matter: Matter, verb: Verb) -> bool:
    """True if the matter waits for this move, rather than merely allows it."""
    return verb in ONWARD or (verb == Verb.ASSIGN and matter.state == MatterState.RAISED)


class MatterPerson:
    """One person's place beside one matter, read once."""

    def __init__(self, matter: Matter, user: User) -> None:
        self.matter, self.user = matter, user
        self.asked = extension_asked(matter) is not None
        self.handlers = matter.handlers()
        self.organisations = matter.ever_in_hands()

    def has(self, verb: Verb) -> bool:
        answers: dict[Verb, Callable[[], bool]] = {
            Verb.SIGN: self.leads,
            Verb.DECLINE: self.leads,
            Verb.ANSWER: self.leads,
            Verb.ASK_EXTENSION: lambda: not self.asked and self.leads(),
            Verb.FEED_BACK: self.helps,
            Verb.EXTEND: lambda: self.asked and self.grants(),
            Verb.REFUSE_EXTENSION: lambda: self.asked and self.grants(),
            Verb.PAUSE: self.grants,
            Verb.RESUME: self.grants,
            Verb.ASSIGN: lambda: may(self.user, Can.MATTER_ASSIGN, self.matter),
            Verb.WITHDRAW: self.withdraws,
            Verb.VERIFY: lambda: self.checks(Can.MATTER_VERIFY),
            Verb.SEND_BACK: lambda: self.checks(Can.MATTER_VERIFY),
            Verb.REOPEN: self.reopens,
            Verb.CLOSE: lambda: self.checks(Can.MATTER_CLOSE),
        }
        return answers[verb]()

    @property
    def is_raiser(self) -> bool:
        return self.matter.followed_by_id == self.user.pk

    def leads(self) -> bool:
        own = self.user.organisation_id
        return may(self.user, Can.MATTER_HANDLE) and own is not None and own == self.matter.lead_id

    def helps(self) -> bool:
        return may(self.user, Can.MATTER_HANDLE) and self.user.organisation_id in self.matter.hands

    def grants(self) -> bool:
        other = not any(
            each.pk in self.handlers or each.organisation_id in self.matter.hands
            for each in self.user.persons_acting
        )
        return other and may(self.user, Can.MATTER_GRANT, self.matter)

    def withdraws(self) -> bool:
        untouched = self.matter.state in (MatterState.RAISED, MatterState.ASSIGNED)
        own = self.is_raiser and untouched and may(self.user, Can.MATTER_RAISE)
        return self.is_second() and (own or may(self.user, Can.MATTER_CLOSE, self.matter))

    def reopens(self) -> bool:
        checks = self.is_raiser or may(self.user, Can.MATTER_VERIFY, self.matter)
        return checks and not self.matter.again.exists()

    def checks(self, can: Can) -> bool:
        """Whether this is the second person, who verifies, closes or sends back."""
        raiser = can == Can.MATTER_VERIFY and self.is_raiser
        return (raiser or may(self.user, can, self.matter)) and self.is_second()

    def is_second(self) -> bool:
        """Whether this person never handled the matter, nor anybody of the organisation."""
        try:
            for each in self.user.persons_acting:
                rules.check_not_a_handler(
                    each.pk,
                    each.organisation_id,
                    handlers=self.handlers,
                    organisations=self.organisations,
                )
        except NotAllowed:
            return False
        return True
