from typing import Any

import pytest

from bihuan.notices.times import OfficeTimes

TIMES: dict[str, Any] = {
    "title": "默认",
    "review_workdays": 0,
    "accept_workdays": 0,
    "ask_ahead_days": 0,
    "retry_minutes": (1,),
    "claim_minutes": 1,
    "most_rows": 1,
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"review_workdays": -1},
        {"accept_workdays": -1},
        {"ask_ahead_days": -1},
        {"retry_minutes": (10, 0)},
        {"claim_minutes": 0},
        {"most_rows": 0},
    ],
)
def test_times_that_cannot_be_are_refused(wrong):
    OfficeTimes(**TIMES)
    with pytest.raises(ValueError, match=r"\w"):
        OfficeTimes(**{**TIMES, **wrong})
