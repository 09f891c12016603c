"""Schemes spoiled by chance: bytes, lines, values and nodes of a text changed, seeded."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

VALUES = (
    "0", "-1", "NaN", "Infinity", "-Infinity", "1E+999999", "1e-400", "9" * 60, "~", "null", "[]",
    "{}", "''", '"', "&a *a", "*a", "!!python/object:os.system x", "<<", "true", "2024-02-30",
    "{values: {2024-01-01: 1}}", "{values: {}}", "{values: 3}", "{extends: default}", "考核", "\t",
    "| \n  x", "?", "- - -", ": :", "#", "0x10", "1_000", "１０", "％", "\u202e", "\x85",
)  # fmt: skip


def mutants(text: str, number: int, seed: int = 0) -> Iterator[bytes]:
    """Yield so many spoiled forms of a text, the same ones for the same seed."""
    drawn = Random(seed)
    for _place in range(number):
        spoiled = text
        for _again in range(drawn.choice((1, 1, 1, 2, 5))):
            spoiled = drawn.choice(WAYS)(spoiled, drawn)
        data = spoiled.encode()
        yield _bytes(data, drawn) if drawn.random() < 0.1 else data


def _value(text: str, drawn: Random) -> str:
    """Put another value where one stands behind a colon."""
    places = [place for place, char in enumerate(text) if char == ":"]
    if not places:
        return text
    place = drawn.choice(places) + 1
    end = min((e for e in (text.find(c, place) for c in ",}\n]") if e > 0), default=len(text))
    return f"{text[:place]} {drawn.choice(VALUES)}{text[end:]}"


def _line_gone(text: str, drawn: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        del lines[drawn.randrange(len(lines))]
    return "".join(lines)


def _line_twice(text: str, drawn: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        lines.insert(drawn.randrange(len(lines)), drawn.choice(lines))
    return "".join(lines)


def _indented(text: str, drawn: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        place = drawn.randrange(len(lines))
        lines[place] = " " * drawn.randint(1, 4) + lines[place]
    return "".join(lines)


def _char(text: str, drawn: Random) -> str:
    place = drawn.randrange(len(text) + 1)
    return text[:place] + drawn.choice("{}[]:,&*!|>'\"%@`-? \n\t0é考\ufeff") + text[place + 1 :]


def _cut(text: str, drawn: Random) -> str:
    return text[: drawn.randrange(len(text) + 1)]


def _bytes(data: bytes, drawn: Random) -> bytes:
    place = drawn.randrange(len(data) + 1)
    return data[:place] + bytes(drawn.choices(range(256), k=3)) + data[place:]


WAYS = (_value, _value, _value, _line_gone, _line_twice, _indented, _char, _cut)
