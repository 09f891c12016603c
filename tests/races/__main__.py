"""Try pairs of deeds at once: `python -m tests.races [--sample N] [--seed S] [--scene WORDS]`.

In the database of DATABASE_URL's server, or in SQLite; a database of its own, gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator

from .database import own_database


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="so many pairs; all of them without it")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--scene", default="", help="only those whose name has these words")
    told = parser.parse_args()
    with own_database():
        faults = sum(1 for _fault in _twice(told.scene))
        faults += sum(1 for _fault in _at_once(told.scene, told.sample, told.seed))
        engine = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
        print(f"{engine}: {faults} faults", flush=True)
    return 1 if faults else 0


def _at_once(words: str, sample: int | None, seed: int) -> Iterator[str]:
    """Try pairs: all of them, or so many drawn by the seed."""
    from .pair import STOPS, Pairs
    from .scenes import SCENES

    cases = [
        (scene, first, second, stop)
        for scene in SCENES
        if words in scene.name
        for first, second in scene.pairs()
        for stop in STOPS
    ]
    drawn = random.Random(seed).sample(cases, min(sample or len(cases), len(cases)))
    drawn.sort(key=lambda case: case[0].name)
    pairs = Pairs()
    for scene, first, second, stop in drawn:
        for fault in pairs.faults(scene, first, second, stop):
            yield _said(f"{scene.name}: {first} stands {stop}, {second} comes: {fault}")
    pairs.close()
    print(f"{len(drawn)} of {len(cases)} pairs tried", flush=True)


def _twice(words: str) -> Iterator[str]:
    """Do each deed twice: the second time it is refused, or changes nothing."""
    from .pair import each_twice
    from .scenes import APPENDS, SCENES, not_covered

    done, tried = set(), set()
    for scene in SCENES:
        for deed in each_twice(scene) if words in scene.name else ():
            tried.add(deed.name)
            done |= {deed.name} if deed.is_done else set()
            if deed.changed and deed.name not in APPENDS:
                yield _said(f"{scene.name}: {deed.name} a second time: {deed.changed}")
    print(f"{len(tried)} deeds done twice", flush=True)
    if not words:
        for name in [*sorted(tried - done), *not_covered()]:
            yield _said(f"never done: {name}")


def _said(fault: str) -> str:
    print(f"✗ {fault}", flush=True)
    return fault


if __name__ == "__main__":
    sys.exit(main())
