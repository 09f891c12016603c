"""Tables made from a known truth as offices would write them; `make torture` reads 20,000."""

from dataclasses import replace

import pytest

from bihuan.projects.kinds import Tier

from .layouts.drawn import draw_case
from .layouts.running import run
from .layouts.scoring import Outcome, score
from .layouts.shrinking import shrunk

pytestmark = pytest.mark.in_turns

SHARES = 4
CASES = 300


@pytest.mark.parametrize("part", range(SHARES))
def test_no_table_is_read_wrong_and_most_without_a_question(part: int) -> None:
    found = run(range(part, CASES, SHARES))
    assert not found.faults, f"{found}\n" + "\n".join(found.faults)


def test_a_case_is_the_same_for_the_same_seed() -> None:
    assert draw_case(7) == draw_case(7)
    assert draw_case(7) != draw_case(8)


def test_what_is_not_the_truth_is_found_and_shown_as_small_as_it_can_be() -> None:
    case = next(
        case
        for seed in range(50)
        if (case := draw_case(seed)).is_ledger and not case.has_done and "tier" not in case.open
        if score(case).outcome is Outcome.RIGHT
    )
    other = next(tier for tier in Tier if tier is not case.truth.tier)
    lie = replace(case, truth=replace(case.truth, tier=other))
    assert score(lie).outcome is Outcome.WRONG
    small = shrunk(lie, lambda each: score(each).outcome is Outcome.WRONG)
    assert len(small.sheet.rows) < len(lie.sheet.rows)
    assert len(small.columns) < len(lie.columns)
