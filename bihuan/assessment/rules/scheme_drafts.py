"""What holds of drafts of schemes, and of adopting one (ASSESS-25, ASSESS-26). Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext

LONGEST_NAME = 80
LONGEST_NOTE = 200


def checked_name(name: str, taken: Iterable[str]) -> str:
    """Return the name of a draft as it is stored. Raises Refusal for none, a long or taken one."""
    name = " ".join(name.split())
    if not name:
        raise Refusal(gettext("Give the draft a name."))
    if len(name) > LONGEST_NAME:
        raise Refusal(gettext("A name has at most %s characters.") % LONGEST_NAME)
    if name in taken:
        raise Refusal(gettext("There is a draft “%s” already.") % name)
    return name


def check_open(*, is_discarded: bool) -> None:
    """Refuse to change what was discarded."""
    if is_discarded:
        raise Refusal(gettext("This draft was discarded."))


def check_to_restore(number: int, newest: int) -> None:
    """Refuse to bring back what is the newest edition already, or none at all."""
    if not 1 <= number < newest:
        raise Refusal(gettext("There is no earlier edition %s.") % number)


def check_second_person(saved_by: int, adopting: Collection[int], *, is_alone: bool) -> None:
    """Refuse to adopt what the same person saved last (ASSESS-32). `adopting` are the numbers of
    those who count as the person who adopts; `is_alone` if nobody else may.
    """
    if saved_by not in adopting:
        return
    if is_alone:
        raise Refusal(
            gettext(
                "Another person adopts a scheme than who saved its newest edition, and nobody else "
                "here may: add an account of the office for a second person first."
            )
        )
    raise Refusal(gettext("Another person adopts a scheme than who saved its newest edition."))


def check_distinct(title: str, version: int, known: Iterable[tuple[str, int]]) -> None:
    """Refuse to adopt what people could not tell from another scheme."""
    if (title, version) in set(known):
        told = {"title": title, "version": version}
        raise Refusal(
            gettext(
                "There is a scheme “%(title)s” of version %(version)s already: give this one "
                "another version."
            )
            % told
        )


def check_not_frozen(since: date, newest: Month | None) -> None:
    """Refuse another scheme from a day on to which scores are frozen: `newest` is the last month
    that is.
    """
    if newest is not None and since <= newest.last_day:
        told = {"month": newest.in_words, "day": long_day(newest.next().first_day)}
        raise Refusal(
            gettext(
                "The scores to the end of %(month)s are frozen and keep their scheme: choose "
                "%(day)s or a later day."
            )
            % told
        )


def text_as_stored(text: str) -> str:
    """Return a text as it is stored: lines that end alike, and the last one ended."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return lines.rstrip("\n") + "\n"
