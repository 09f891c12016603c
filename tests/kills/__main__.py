"""Kill processes in the middle: `python -m tests.kills [--count N] [--seed S] [--story NAME]`.

In a database of its own, on DATABASE_URL's server or in SQLite; gone afterwards.
"""

from __future__ import annotations

import argparse
import os
import random
import sys

from tests.races.database import own_database


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=75, help="kills in all, shared by the stories")
    parser.add_argument("--seed", type=int, default=2024)
    parser.add_argument("--story", default="")
    told = parser.parse_args()
    with own_database():
        from .killing import kill_once
        from .stories import STORIES

        drawn, faults = random.Random(told.seed), 0
        stories = [story for story in STORIES if told.story in story.name]
        for number in range(told.count):
            for fault in kill_once(stories[number % len(stories)], drawn):
                faults += 1
                print(f"✗ {fault}", flush=True)
        engine = os.environ.get("DATABASE_URL", "sqlite").partition(":")[0]
        print(f"{engine}: {told.count} kills, {faults} faults", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
