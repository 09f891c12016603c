"""A month far from what all other rows are of their plan, or of the year so far: asked about."""

from decimal import Decimal

import pytest

from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.proof.single_rows.alike import AlikeShares
from bihuan.importing.tests.sheets_read import WAN, KnownPlans, answered, asked, read

NAMES = [f"第{n}号道路改造工程" for n in "一二三四五六"]
PLANS = (15_000, 8000, 4000, 21_000, 9000, 5200)
MONTHS = (1310, 690, 350, 1810, 770, 440)
SO_FAR = (7340, 3940, 1950, 10_430, 4440, 2550)
LEDGER = KnownPlans({name: plan * WAN for name, plan in zip(NAMES, PLANS, strict=True)})


def june(months=MONTHS, so_far=(), known=LEDGER, answers=None, *, total=True):
    columns = [months, *([so_far] if so_far else [])]
    rows = [[n, NAMES[n - 1], *(c[n - 1] for c in columns)] for n in range(1, 7)]
    end = [[None, "合计", *(sum(c) for c in columns)]] if total else []
    heads = ["本月完成投资", "1-6月累计完成投资"][: len(columns)]
    return read([["序号", "项目名称", *heads], *rows, *end], known=known, answers=answers)


def third(value, amounts=MONTHS):
    return (*amounts[:2], value, *amounts[3:])


@pytest.mark.parametrize(("written", "way"), [(35, "tenfold"), (3500, "tenth")])
def test_a_slip_that_only_the_plan_tells_though_the_total_was_made_of_it(written, way):
    found = june(third(written))
    assert asked(found) == ["odd"]
    done = june(third(written), answers=answered(found, "odd", way))[0].rows[2]
    assert done.get("completed") == 350 * WAN


@pytest.mark.parametrize(("written", "way"), [(35, "tenfold"), (3500, "tenth")])
def test_a_slip_that_only_the_cumulative_tells(written, way):
    found = june(third(written), SO_FAR, NothingKnown())
    assert asked(found) == ["odd"]
    again = june(third(written), SO_FAR, NothingKnown(), answered(found, "odd", way), total=False)
    assert again[0].rows[2].get("completed") == 350 * WAN


@pytest.mark.parametrize(("written", "way"), [(195, "other-tenfold"), (19_500, "other-tenth")])
def test_a_cumulative_that_slipped_is_offered_with_the_month(written, way):
    so_far = third(written, SO_FAR)
    found = june(MONTHS, so_far, NothingKnown())
    assert asked(found) == ["odd"]
    again = june(MONTHS, so_far, NothingKnown(), answered(found, "odd", way), total=False)
    assert again[0].rows[2].get("cumulative") == 1950 * WAN


@pytest.mark.parametrize("months", [MONTHS, third(120), third(900), third(0), third(None)])
def test_what_may_be_is_not_asked_about(months):
    assert asked(june(months, total=False)) == []


@pytest.mark.parametrize(
    ("shares", "is_told"),
    [
        (["0.1", "0.11", "0.09", "0.12", "0.01"], True),
        (["0.1", "0.11", "0.09", "0.01"], False),  # too few
        (["0.1", "0.5", "0.02", "0.12", "0.01"], False),  # too far apart
    ],
)
def test_shares_tell_where_they_are_alike(shares, is_told):
    assert bool(AlikeShares.of(map(Decimal, shares)).middle) is is_told
