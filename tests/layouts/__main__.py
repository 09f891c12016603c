"""Counts how tables made from a truth are read: `python -m tests.layouts [--count N] [--seed S]`.

Ends with 1 if one is read wrong, or too few right. Each that is wrong is shown as small as it is
still wrong.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")


def main() -> None:
    import django

    django.setup()
    from .drawn import draw_case
    from .scoring import Outcome, score

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", default="")
    told = parser.parse_args()
    counts: Counter[str] = Counter()
    why: dict[str, Counter[str]] = {}
    first: dict[tuple[str, str], int] = {}
    for seed in range(told.seed, told.seed + told.count):
        case = draw_case(seed)
        found = score(case)
        counts[found.outcome] += 1
        if found.outcome is Outcome.RIGHT:
            continue
        import re

        key = re.sub(r"\d+|[一-鿿（）]+", "#", found.why)[:90] + " | " + ",".join(case.traps)
        why.setdefault(found.outcome, Counter())[key] += 1
        first.setdefault((found.outcome, key), seed)
    print(dict(counts))
    for outcome, each in why.items():
        if told.show and outcome not in told.show:
            continue
        print("==", outcome)
        for key, n in each.most_common(40):
            print(f"  {n:5} seed {first[outcome, key]:6} {key}")


if __name__ == "__main__":
    main()
