"""Who may stay, and which passwords and codes are taken. Pure: values in, verdict out.

Source: docs/rules/accounts.md, clauses ACCOUNT.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from bihuan.kit.days import long_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext

from .common_passwords import PLAIN, ROWS, UNSHIFTED, WORDS
from .roles import Role
from .scopes import EVERY_AREA, Access, Area

SHORTEST = 8  # ACCOUNT-1
LONGEST = 128
KINDS = 3
LEAST_LEFT = 5  # ACCOUNT-6
SHORTEST_NAME = 3  # of which a password may not be made
MOST_TOKENS = 10  # ACCOUNT-5
LONGEST_KEY_DAYS = 731  # ACCOUNT-9: two years
USUAL_KEY_DAYS = 365
LONGEST_DEPUTYSHIP_DAYS = 366  # ACCOUNT-16
NEED_ORGANISATION = frozenset({Role.REPORTER, Role.DEPARTMENT})  # ACCOUNT-4


_EXTENSION_SIGN = re.compile(r"(?:转|分机号?|ext\.?)[\s:：]*", re.IGNORECASE)
_AREA_IN_BRACKETS = re.compile(r"^\((0\d{2,3})\)\s*-?")
_PHONE = re.compile(
    r"""(?:\+?86)?1[3-9]\d{9}              # mobile
    | (?:(?:\+?86)?0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?  # landline, and its extension
    | [48]00-?\d{3}-?\d{4}(?:-\d{1,6})?    # of a whole company""",
    re.VERBOSE,
)


def phone_written(text: str) -> str:
    """Return a phone as it is kept: （0745）2261111转801 is 0745-2261111-801."""
    plain = unicodedata.normalize("NFKC", text).replace("—", "-").replace("–", "-").strip()
    return _EXTENSION_SIGN.sub("-", _AREA_IN_BRACKETS.sub(r"\1-", plain))


def check_phone(phone: str) -> None:
    """Refuse a phone that nobody can be: a mobile one has 11 digits, a landline 7 or 8 after its
    area code, both perhaps with an extension (ACCOUNT-18). None at all is fine.
    """
    if phone and not _PHONE.fullmatch(re.sub(r"\s|(?<=^1\d\d)-|(?<=^1\d\d-\d{4})-", "", phone)):
        raise Refusal(
            gettext(
                "“%s” is no phone: a mobile one has 11 digits; a landline is written with its area "
                "code, and an extension after it: 0745-2261111-801."
            )
            % phone
        )


def password_problem(password: str, names: Iterable[str] = ()) -> str:
    """Return a sentence if the password is too short, too long or of too few kinds (ACCOUNT-1), or
    if too little of it is the user's own (ACCOUNT-6). `names` are what others know of the user.
    """
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    found = sum(any(kind(c) for c in password) for kind in kinds)
    if len(password) < SHORTEST or found < KINDS:
        return gettext(
            "A password has 8 characters or more, of three kinds: a, A, 1, and signs such as -."
        )
    if len(password) > LONGEST:
        return gettext("A password has %s characters at most.") % LONGEST
    left = own_characters(password, names)
    if left >= LEAST_LEFT:
        return ""
    return gettext(
        "Without names, common words, years, rows of keys and repeats, %(left)s characters of this "
        "password are left: %(least)s at least are needed."
    ) % {"left": left, "least": LEAST_LEFT}


def own_characters(password: str, names: Iterable[str] = ()) -> int:
    """Return how many characters are left without what every guesser tries first (ACCOUNT-6)."""
    text = unicodedata.normalize("NFKC", password).casefold()
    known = {unicodedata.normalize("NFKC", name).casefold() for name in names}
    known = {name for name in known if len(name) >= SHORTEST_NAME}
    guessed: set[int] = set()
    for start, end in (*_words(text, WORDS | known), *_rows(text), *_repeats(text)):
        guessed.update(range(start, end))
    return len(text) - len(guessed)


def check_new_password(new: str, *, old: str) -> None:
    """Refuse a new password that is the old one: in another letter case, in wide characters or
    with other spaces it still is (ACCOUNT-7).
    """
    if _essence(new) == _essence(old):
        raise Refusal(gettext("The new password is the old one: choose another."))


def _essence(password: str) -> str:
    """Return what is left of a password when case, width and spaces are taken away."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", password).casefold())
    return "".join(folded.split())


def _words(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield where words stand, also backwards or with signs for letters, and years."""
    for form in {text, text.translate(PLAIN)}:
        for word in words:
            for written in {word, word[::-1]}:
                for found in re.finditer(re.escape(written), form):
                    yield found.span()
    for found in re.finditer(r"(?:19|20)\d\d", text):
        yield found.span()


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Yield where three characters follow each other as on a keyboard or in the alphabet."""
    form = text.translate(UNSHIFTED)
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for start in range(len(form) - 2):
            if form[start : start + 3] in row:
                yield start, start + 3


def _repeats(text: str) -> Iterator[tuple[int, int]]:
    """Yield where up to four characters come again at once; three times if it is a single one."""
    for found in re.finditer(r"(.)\1\1+|(.{2,4})\2+", text):
        yield found.start() + len(found.group(2) or ""), found.end()


def check_name_free(name: str, *, taken: bool) -> None:
    """Refuse a second organisation of one name."""
    if taken:
        raise Refusal(gettext("There is an organisation “%s” already.") % name)


def check_not_former(name: str, *, now: str) -> None:
    """Refuse the former name of an organisation for another: it is still found by it."""
    raise Refusal(gettext("“%(name)s” is what “%(now)s” was called.") % {"name": name, "now": now})


def check_code_free(bearer: str) -> None:
    """Refuse a credit code that another organisation, the `bearer`, bears; "" if none does."""
    if bearer:
        raise Refusal(gettext("“%s” bears this credit code.") % bearer)


def check_credit_code(code: str) -> None:
    """Refuse a unified social credit code whose structure or check digit is wrong (ACCOUNT-2)."""
    try:
        uscc.validate(code)
    except ValidationError:
        raise Refusal(gettext("“%s” is not a unified social credit code.") % code) from None


def digest_of(key: str) -> str:
    """Return what is kept of a key (ACCOUNT-5)."""
    return hashlib.sha256(key.encode()).hexdigest()


def check_key(*, access: str, areas: Sequence[str], days: int) -> None:
    """Refuse a key that opens nothing known, or for longer than two years (ACCOUNT-9)."""
    if access not in Access.values or not areas or not set(areas) <= set(Area.values):
        raise Refusal(gettext("Say what the key opens: its areas, and whether it writes."))
    if not 0 < days <= LONGEST_KEY_DAYS:
        raise Refusal(gettext("A key holds for a day at least, and for two years at most."))


def check_use(*, access: str, areas: Sequence[str], area: str, writes: bool) -> None:
    """Raise NotAllowed for a call that the key does not open (ACCOUNT-9)."""
    if EVERY_AREA not in areas and area not in areas:
        raise NotAllowed(gettext("This key does not open this area of the API."))
    if writes and access != Access.WRITE:
        raise NotAllowed(gettext("This key only reads: it changes nothing."))


def check_role(role: str, *, has_organisation: bool) -> None:
    """Refuse a role that nobody signs in to, or that lacks its organisation (ACCOUNT-4)."""
    if role not in Role.values or role == Role.CONSOLE:
        raise Refusal(gettext("There is no such role."))
    if role in NEED_ORGANISATION and not has_organisation:
        raise Refusal(gettext("“%s” belongs to an organisation: say which.") % Role(role).label)


def check_office_stays(*, is_office: bool, stays_office: bool, others: int) -> None:
    """Refuse to take away the last who can manage accounts (ACCOUNT-3)."""
    if is_office and not stays_office and not others:
        raise Refusal(gettext("This is the last user of the office: somebody must remain."))


def check_successor(
    *, role: str, organisation: int | None, to_role: str, to_organisation: int | None
) -> None:
    """Refuse a successor who may not do what is handed over (ACCOUNT-15)."""
    if role != to_role:
        raise Refusal(gettext("The successor has another role: give the same role first."))
    if role in NEED_ORGANISATION and organisation != to_organisation:
        raise Refusal(gettext("The successor belongs to another organisation."))


def check_deputyship(*, since: date, until: date, today: date) -> None:
    """Refuse days that are no time to come, or longer than a year (ACCOUNT-16)."""
    if until < since:
        raise Refusal(gettext("The last day lies before the first."))
    if until < today:
        raise Refusal(gettext("These days are over."))
    if (until - since).days > LONGEST_DEPUTYSHIP_DAYS:
        raise Refusal(gettext("A deputy stands in for a year at most."))


def check_change_day(on: date, *, today: date, before: date | None) -> None:
    """Refuse a day on which an organisation cannot have changed: to come, or before the last time
    (ACCOUNT-17).
    """
    if on > today:
        raise Refusal(gettext("This day is still to come: enter it when it is there."))
    if before is not None and on <= before:
        raise Refusal(
            gettext("It bore another name until %s: choose a later day.") % long_day(before)
        )
