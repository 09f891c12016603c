"""What the gallery of components shows: invented samples, said to be so on the page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator

from bihuan.kit.charts import Bar, SCurve, YearColumns
from bihuan.projects.kinds import State

WAN = 10_000


def samples() -> dict[str, Any]:
    labels = [str(number) for number in range(1, 13)]
    plan = [900 * WAN * number for number in range(1, 13)]
    actual = [plan[number] * (80 + 3 * number) // 100 for number in range(9)]
    return {
        "states": list(State),
        "colours": ["green", "yellow", "red", "grey"],
        "page": Paginator(range(95), 20).page(2),
        "today": date(2024, 3, 5),
        "gap": Decimal("-12.34"),
        "columns": YearColumns(
            labels, [b - a for a, b in zip([0, *actual], actual, strict=False)], plan
        ),
        "curve": SCurve(labels, plan, actual),
        "bars": [
            Bar("省重点", Decimal("142.1"), Decimal(100)),
            Bar("市重点", Decimal("78.4"), Decimal(100)),
            Bar("区重点", None, Decimal(100)),
        ],
        "strip": ["green", "green", "yellow", "red", "grey", "green"],
    }
