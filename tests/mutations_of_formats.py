"""Files of other formats gone wrong, always the same for the same seed: as `mutations`."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from . import mutations
from .mutations import FILES, NUMBERS, WORDS, Parts

WAYS: tuple[Callable[[Random, Parts], None], ...] = (
    mutations.part_flipped,
    mutations.part_cut,
    mutations.part_dropped,
    mutations.part_renamed,
    mutations.parts_swapped,
    mutations.doctype,
    mutations.bomb,
)
COUNTS = (b"0", b"-1", b"2", b"300", b"16384", b"1048576", b"99999999999", b"x", b"")


def mutated_format(content: bytes, name: str, seed: int) -> tuple[str, bytes, str]:
    """Return a file's name, its content gone wrong, and the ways in which it did."""
    rng = Random(seed)
    how = []
    for _ in range(rng.randint(1, 3)):
        if content.startswith(b"PK"):
            content, way = _package(rng, content)
        elif content.startswith((b"%PDF", b"\xd0\xcf")):
            content, way = _binary(rng, content)
        else:
            content, way = _markup(rng, content)
        how.append(way)
    if rng.random() < 0.1:
        name = rng.choice(FILES)
    return name, content, f"seed {seed}: {name[-12:]} {', '.join(how)}"


def _package(rng: Random, content: bytes) -> tuple[bytes, str]:
    try:
        parts = mutations.unpacked(content)
    except Exception:  # noqa: BLE001  # it was spoilt before
        return mutations.flip(rng, content), "bytes flipped"
    main = next((p for p in ("content.xml", "word/document.xml") if p in parts), None)
    if main and rng.random() < 0.7:
        parts[main], way = _markup(rng, parts[main])
    elif parts:
        change = rng.choice(WAYS)
        change(rng, parts)
        way = change.__name__
    else:
        way = "empty"
    return mutations.repacked(parts), way


def _binary(rng: Random, content: bytes) -> tuple[bytes, str]:
    """Change bytes, the numbers in 16 and 32 bits that say lengths and places, and digits."""
    if not content:
        return content, "empty"
    changed, at = bytearray(content), rng.randrange(len(content))
    way = rng.choice(("flipped", "number", "digits", "cut", "doubled", "swapped"))
    if way == "flipped":
        return mutations.flip(rng, content), way
    if way == "number":
        many = rng.choice((0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE)).to_bytes(4, "little")
        changed[at : at + 4] = many[: rng.choice((2, 4))]
    elif way == "digits":
        return _replaced(rng, content, rb"\d+", lambda _: rng.choice(COUNTS)), way
    elif way == "cut":
        return content[:at] if rng.random() < 0.5 else content[: at // 2] + content[at:], way
    elif way == "doubled":
        changed[at:at] = content[at : at + 2_000]
    else:
        half = len(content) // 2
        changed[at // 2 : at // 2 + 64] = content[half : half + 64]
    return bytes(changed), way


def _markup(rng: Random, content: bytes) -> tuple[bytes, str]:
    """Change words, numbers in attributes, and elements of markup; lines of other text."""
    ways: dict[str, tuple[bytes, Callable[[re.Match[bytes]], bytes]]] = {
        "words": (rb">[^<]+<", lambda _: f">{rng.choice((*WORDS, *NUMBERS))}<".encode()),
        "attributes": (rb'="?\d+"?', lambda _: b'="' + rng.choice(COUNTS) + b'"'),
        "elements dropped": (rb"</?[\w:]+[^>]*>", lambda _: b""),
        "elements doubled": (rb"</?[\w:]+[^>]*>", lambda found: found[0] * rng.choice((2, 50))),
        "lines": (rb"[^\n\t]+", lambda _: rng.choice((*WORDS, *NUMBERS)).encode()),
        "gaps": (rb"[\t\n ]", lambda _: rng.choice((b"\t\t", b"|", b"  ", b"", b"\0", b","))),
    }
    way = rng.choice(list(ways))
    pattern, new = ways[way]
    return _replaced(rng, content, pattern, new), way


def _replaced(
    rng: Random, content: bytes, pattern: bytes, new: Callable[[re.Match[bytes]], bytes]
) -> bytes:
    """Change one to five of the places that `pattern` finds."""
    found = list(re.finditer(pattern, content))
    chosen = rng.sample(found, min(len(found), rng.randint(1, 5)))
    for place in sorted(chosen, key=lambda each: each.start(), reverse=True):
        content = content[: place.start()] + new(place) + content[place.end() :]
    return content
