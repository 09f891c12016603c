"""How long scores of very many subjects take: `python -m bench.assessment`, one process alone.

Each number of made subjects stands on one sheet of ten items, with every formula there is, in three
size groups; some figures of some are not known. Timed is all that a page of scores rests on:
lines with their notes, ranks, and what noise might make of each rank.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

NUMBERS = (150, 10_000, 100_000)
SCHEME = Path(__file__).parents[1] / "bihuan/assessment/tests/every_formula.yaml"
SEED = 2024
UNKNOWN = 0.03
"""So many of the values nobody knows."""


def scored_at_once() -> dict[str, dict[str, float]]:
    """Return seconds by number of subjects, taken by a process of its own."""
    print("· scores …", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "bench.assessment"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    django.setup()
    print(json.dumps(measured(NUMBERS)))


def measured(numbers: tuple[int, ...]) -> dict[str, Any]:
    """Return by number of subjects the seconds of one processor that scores and ranks take."""
    from bihuan.assessment.presets import schemes_of
    from bihuan.assessment.queries.assessed import facts_assessed
    from bihuan.assessment.queries.inputs import SheetFacts

    scheme = schemes_of(SCHEME)["ten_items"].latest
    sheet = scheme.sheets[0]
    found: dict[str, Any] = {}
    for number in numbers:
        subjects, units = _made(sheet, number)
        began = _user_seconds()
        scores = facts_assessed(scheme, sheet, SheetFacts(subjects, {}, units))
        seconds = _user_seconds() - began
        assessed = sum(each.ranked.score.is_assessed for each in scores)
        found[str(number)] = {"seconds": round(seconds, 2), "assessed": assessed}
    return found


def _user_seconds() -> float:
    """Return the processor's time that this process has had for its own code: waiting for others
    does not count.
    """
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def _made(sheet: Any, number: int) -> tuple[list[Any], dict[Any, Any]]:
    """Return so many subjects, and the unit of each figure that the sheet reads."""
    from bihuan.assessment.rules.scoring import Graded
    from bihuan.figures.kinds import Unit

    drawn = random.Random(SEED)
    specs = list(dict.fromkeys(sheet.specs))
    units = {spec: _unit(spec.figure) for spec in specs}
    most = {Unit.PERCENT: 13_000, Unit.COUNT: 4, Unit.YUAN: 2_000_000_000}
    subjects = []
    for place in range(number):
        known = {
            spec: Decimal(drawn.randrange(most[units[spec]]))
            / (100 if units[spec] is Unit.PERCENT else spec.divide_by)
            for spec in specs
            if drawn.random() >= UNKNOWN
        }
        subjects.append(Graded(str(place), str(place), known))
    return subjects, units


def _unit(figure: str) -> Any:
    from bihuan.figures.kinds import Unit

    if "rate" in figure or "completion" in figure or "step" in figure:
        return Unit.PERCENT
    return (
        Unit.YUAN
        if figure in ("planned.all", "funds.in_place", "completed_month.all")
        else Unit.COUNT
    )


if __name__ == "__main__":
    main()
