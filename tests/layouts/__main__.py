"""Counts how tables made from a truth are read: `python -m tests.layouts [--count N] [--seed S]`.

Ends with 1 if one is read wrong, or too few right; each read wrong is shown as small as it still
is. With `--show SEEDS` these are shown whole.
"""

from __future__ import annotations

import argparse
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    import django

    django.setup()
    from .drawn import draw_case
    from .running import run
    from .scoring import score
    from .showing import shown

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, nargs="*", default=[])
    parser.add_argument("--others", action="store_true", help="those refused or asked needlessly")
    told = parser.parse_args()
    for seed in told.show:
        case = draw_case(seed)
        print(score(case), shown(case), sep="\n")
    if told.show:
        return
    found = run(range(told.seed, told.seed + told.count))
    print(found)
    if told.others:
        for seed, why in found.others.items():
            print(f"seed {seed}: {why}")
    print(*found.faults, sep="\n")
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
