"""How much may wait to be applied, and how much a person may answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.importing.proof.questions import DAY, TEXT, may_be_typed
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext

MEBIBYTE = 1024 * 1024
MOST_FILES = 60  # IMPORT-1, of one import
MOST_ANSWERS = 5_000  # IMPORT-4, headers or cells of one import
LONGEST_ANSWER = 2_000  # characters, of a header, a cell, or what is said of it


@dataclass(frozen=True)
class Allowed:
    """How many megabytes of files may wait to be applied: of one person, and of all."""

    own: int
    together: int


@dataclass(frozen=True)
class WaitingBytes:
    """How many bytes of files wait to be applied: of one person, and of all."""

    own: int
    together: int


def check_quota(size: int, waiting: WaitingBytes, allowed: Allowed) -> None:
    """Refuse files of so many bytes if too much waits with them (IMPORT-2)."""
    if size > allowed.own * MEBIBYTE:
        raise Refusal(gettext("One import may have %s MB at most: split it.") % allowed.own)
    if waiting.own + size > allowed.own * MEBIBYTE:
        told = {"own": megabytes(waiting.own), "most": allowed.own}
        raise Refusal(
            gettext(
                "Your imports that are not applied hold %(own)s of %(most)s MB already: apply or "
                "discard one of them first."
            )
            % told
        )
    if waiting.together + size > allowed.together * MEBIBYTE:
        raise Refusal(
            gettext(
                "The imports of all that are not applied leave no room for this one: ask the "
                "office to apply or discard some."
            )
        )


def check_number(files: int) -> None:
    """Refuse more files than one import has (IMPORT-1)."""
    if files > MOST_FILES:
        raise Refusal(gettext("At most %s files at a time.") % MOST_FILES)


def check_answers(answers: Mapping[str, str]) -> None:
    """Refuse more, or longer, answers than any import needs, and characters that no text has
    (IMPORT-4).
    """
    if len(answers) > MOST_ANSWERS:
        raise Refusal(
            gettext("At most %s headers or cells are answered for one import.") % MOST_ANSWERS
        )
    for word in (*answers, *answers.values()):
        if len(word) > LONGEST_ANSWER:
            raise Refusal(gettext("“%s…” is too long for an answer.") % word[:20])
        if not _is_text(word):
            raise Refusal(gettext("An answer holds a character that no text has."))


def check_choices(asked: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> None:
    """Refuse answers to questions that were not asked, and such as are none of the choices."""
    questions = {question["id"]: question for question in asked}
    for number, value in answers.items():
        question = questions.get(number)
        if question is None:
            raise Refusal(gettext("No question of this import is called “%s”.") % number)
        choices = {choice["value"]: choice["label"] for choice in question["choices"]}
        typed = question.get("typed", "")
        if value not in choices and not may_be_typed(typed, value):
            choices |= _typed(typed)
            told = {
                "value": value,
                "question": question["text"],
                "choices": "、".join(f"{each}（{label}）" for each, label in choices.items()),
            }
            sentence = gettext("“%(value)s” is no answer to “%(question)s”: %(choices)s.")
            raise Refusal(sentence % told)


def _typed(typed: str) -> dict[str, str]:
    """Say what may be typed in place of a choice."""
    words = {TEXT: gettext("or your own words"), DAY: gettext("or another day: 2024-07-10")}
    return {"…": words[typed]} if typed else {}


def _is_text(word: str) -> bool:
    return "\0" not in word and not any("\ud800" <= letter <= "\udfff" for letter in word)


def stale_before(at: datetime, days: int) -> datetime:
    """Return the moment before which an import that was not applied is discarded (IMPORT-3)."""
    return at - timedelta(days=days)


def megabytes(size: int) -> str:
    """Show bytes as megabytes with one place; what is something is not shown as nothing."""
    return "<0.1" if 0 < size < MEBIBYTE // 20 else f"{size / MEBIBYTE:.1f}"
