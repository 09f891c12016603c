"""Try pairs of deeds at once: `python -m tests.races [--sample N] [--seed S] [--scene WORDS]`.

In the database of DATABASE_URL's server, or in SQLite; a database of its own, gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING
from zlib import crc32

from .database import own_database

if TYPE_CHECKING:
    from .scene import RaceScene

SAYS_EACH = 500  # pairs, so that hours of work can be followed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many pairs; all of them without it")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument(
        "--share", type=share, default=(1, 1), metavar="K/N", help="every N-th pair from the K-th"
    )
    parser.add_argument("--scene", default="", help="only those whose name has these words")
    told = parser.parse_args()
    with own_database():
        possible: dict[str, set[str]] = {}
        faults = sum(1 for _fault in _twice(told.scene, possible, once=told.sample is not None))
        faults += sum(1 for _fault in _at_once(possible, told.sample, told.seed, told.share))
        engine = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
        print(f"{engine}: {faults} faults", flush=True)
    return 1 if faults else 0


def share(text: str) -> tuple[int, int]:
    """Read `2/4`, the second of four parts. Raises ValueError for what is none."""
    part, parts = map(int, text.split("/"))
    if not 1 <= part <= parts:
        raise ValueError(text)
    return part, parts


def _at_once(
    possible: dict[str, set[str]], sample: int | None, seed: int, part: tuple[int, int]
) -> Iterator[str]:
    """Try pairs of which one at least is possible as things stand: all, a share, or so many."""
    from .pair import STOPS, Pairs
    from .scenes import REPORTED, SCENES

    cases = [
        (scene, first, second, stop)
        for scene in SCENES
        for first, second in scene.pairs()
        if {first, second} & possible.get(scene.name, set())
        for stop in STOPS
    ]
    drawn = random.Random(seed).sample(cases, min(sample or len(cases), len(cases)))
    drawn += [
        case for case in cases if (case[0].name, case[1], case[2]) in REPORTED and case not in drawn
    ]
    drawn.sort(key=lambda case: case[0].name)
    drawn = drawn[part[0] - 1 :: part[1]]
    pairs = Pairs()
    for number, (scene, first, second, stop) in enumerate(drawn):
        if number and number % SAYS_EACH == 0:
            print(f"· {number} of {len(drawn)} pairs, at {scene.name!r}", flush=True)
        for fault in pairs.faults(scene, first, second, stop):
            yield _said(f"{scene.name}: {first} stands {stop}, {second} comes: {fault}")
    pairs.close()
    print(f"{len(drawn)} of {len(cases)} pairs tried", flush=True)


def _twice(words: str, possible: dict[str, set[str]], *, once: bool) -> Iterator[str]:
    """Do each deed twice: the second time it is refused, or changes nothing. `possible` is told
    what can be done in which scene. With `once`, what could be done in one scene is not tried in
    another, where it is taken to be possible too; nor is what the other database's turn is.
    """
    from .pair import each_twice
    from .scenes import APPENDS, SCENES, not_covered

    tried = set()
    for scene in (each for each in SCENES if words in each.name):
        known = set[str]().union(*possible.values(), _of_other_database(scene)) if once else set()
        possible[scene.name] = known & scene.deeds.keys()
        new = [name for name in scene.deeds if name not in known]
        for deed in each_twice(scene, new) if new else ():
            tried.add(deed.name)
            if deed.is_done:
                possible[scene.name].add(deed.name)
            if deed.changed and deed.name not in APPENDS:
                yield _said(f"{scene.name}: {deed.name} a second time: {deed.changed}")
    print(f"{len(tried)} deeds done twice", flush=True)
    if not words:
        for name in [*sorted(tried.difference(*possible.values())), *not_covered()]:
            yield _said(f"never done: {name}")


def _of_other_database(scene: RaceScene) -> set[str]:
    """Return the half of the deeds that the sample does twice on PostgreSQL, or else on SQLite."""
    turn = int(bool(os.environ.get("DATABASE_URL")))
    return {name for name in scene.deeds if crc32(name.encode()) % 2 != turn}


def _said(fault: str) -> str:
    print(f"✗ {fault}", flush=True)
    return fault


if __name__ == "__main__":
    sys.exit(main())
