"""Growth of a chain both ways: of all that it put out, and of who stood in it in both years."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.kinds import Comparison
from bihuan.figures.queries import Figure, compared, figure, figures, rows
from bihuan.figures.questions import Question
from bihuan.projects.models import Chain
from bihuan.statistics import actions
from bihuan.statistics.chains.drafts import PlaceDraft

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 1, 10, 2, tzinfo=UTC)
YEAR = Question(2024)
NAME = "中医药"


@pytest.fixture
def chain() -> Chain:
    return Chain.objects.create(name=NAME)


def enter(chain: Chain, name: str, now: int, before: int, year: int = 2024) -> None:
    actions.enter_output(
        chain=chain,
        enterprise=name,
        year=year,
        output_yuan=now,
        previous_output_yuan=before,
        by=make_user(),
        at=NOW,
    )


def place(chain: Chain, name: str, **said: Any) -> None:
    actions.enrol_enterprise(
        chain=chain, draft=PlaceDraft(name, "mid", **said), by=make_user(), at=NOW
    )


def figured(kind: str) -> Figure:
    return figure(f"{kind}.{NAME}", YEAR)


def under(kind: str) -> dict[str, tuple[int, int]]:
    return {row.name: (row.part, row.whole) for row in rows(figured(kind), YEAR)}


def test_both_growths_stand_side_by_side(chain: Chain) -> None:
    enter(chain, "老企业", 130, 100)
    enter(chain, "新企业", 40, 0)
    enter(chain, "划入企业", 60, 50)
    enter(chain, "关停企业", 5, 50)
    place(chain, "划入企业", since=date(2024, 1, 1), came_as="reclassified_in")
    place(chain, "关停企业", until=date(2024, 2, 29), went_as="closed")
    assert (figured("chain_output").value, figured("chain_output").rows) == (235, 4)
    assert figured("chain_growth").value == Decimal("17.5")
    assert figured("chain_growth_comparable").value == Decimal("30.0")
    assert under("chain_growth_comparable") == {"老企业": (30, 100)}
    assert under("chain_growth")["关停企业"] == (-45, 50)
    assert sum(part for part, _whole in under("chain_growth").values()) == 35


def test_who_left_before_the_year_is_in_the_base_and_put_out_nothing(chain: Chain) -> None:
    enter(chain, "迁出企业", 50, 40, year=2023)
    enter(chain, "未报企业", 30, 30, year=2023)
    enter(chain, "老企业", 130, 100)
    place(chain, "迁出企业", until=date(2023, 12, 31), went_as="moved_out")
    assert figured("chain_growth").value == Decimal("-13.3")
    assert under("chain_growth") == {"老企业": (30, 100), "迁出企业": (-50, 50)}
    assert under("chain_output") == {"老企业": (130, 0)}
    assert figured("chain_growth_comparable").value == Decimal("30.0")


def test_the_days_at_the_turn_of_the_year_decide(chain: Chain) -> None:
    enter(chain, "年初来", 10, 10)
    enter(chain, "上年末来", 20, 10)
    enter(chain, "年末走", 10, 10)
    enter(chain, "次年走", 30, 10)
    place(chain, "年初来", since=date(2024, 1, 1))
    place(chain, "上年末来", since=date(2023, 12, 31))
    place(chain, "年末走", until=date(2024, 12, 31), went_as="closed")
    place(chain, "次年走", until=date(2025, 1, 1), went_as="closed")
    assert set(under("chain_growth_comparable")) == {"上年末来", "次年走"}
    assert figured("chain_growth_comparable").value == Decimal("150.0")


def test_what_another_chain_counts_is_counted_once(chain: Chain) -> None:
    other = Chain.objects.create(name="医药流通")
    enter(other, "两链企业", 90, 50)
    place(other, "两链企业", counts=False)
    enter(chain, "两链企业", 90, 50)
    assert figured("chain_output").value == 90
    assert "chain_output.医药流通" not in {each.id for each in figures(YEAR)}


def test_output_is_compared_with_the_years_target(chain: Chain) -> None:
    enter(chain, "老企业", 130, 100)
    assert not [each for each in figures(YEAR) if each.id.startswith("chain_target.")]
    (beside,) = compared([figured("chain_output")], YEAR, Comparison.PLAN)
    assert beside.missing
    actions.set_chain_target(chain=chain, year=2024, target_yuan=150, by=make_user(), at=NOW)
    (beside,) = compared([figured("chain_output")], YEAR, Comparison.PLAN)
    assert (beside.base and beside.base.value, beside.difference) == (150, -20)
    assert [(row.name, row.part) for row in rows(figured("chain_target"), YEAR)] == [(NAME, 150)]
    assert figured("chain_target_reached").value == Decimal("86.7")
    assert under("chain_target_reached") == {"老企业": (130, 0), NAME: (0, 150)}


def test_nothing_grows_from_nothing(chain: Chain) -> None:
    enter(chain, "新企业", 40, 0)
    assert figured("chain_growth").value is None
    assert figured("chain_growth_comparable").value is None
