"""What the gallery of components shows: invented samples, said to be so on the page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator

from bihuan.kit.charts import Bar, LinkedLine, RateLine, SCurve, YearColumns
from bihuan.projects.kinds import ProjectState


def samples() -> dict[str, Any]:
    labels = [str(number) for number in range(1, 13)]
    shares = (2, 5, 10, 17, 26, 36, 47, 58, 69, 80, 91, 100)  # of the year's plan, by month
    plan = [share * 82_500_000 for share in shares]
    actual = [plan[number] * (88 + 3 * number) // 100 for number in range(9)]
    adjusted = [*plan[:6], *(yuan * 106 // 100 for yuan in plan[6:])]
    return {
        "states": list(ProjectState),
        "colours": ["green", "yellow", "red", "grey"],
        "page": Paginator(range(95), 20).page(2),
        "today": date(2024, 3, 5),
        "gap": Decimal("-12.34"),
        "percent_done": Decimal("142.1"),
        "columns": YearColumns(
            labels,
            [b - a for a, b in zip([0, *actual], actual, strict=False)],
            plan,
        ),
        "curve": SCurve(labels, plan, actual, adjusted),
        "rates": RateLine(
            labels[:9],
            [Decimal(n) for n in (3, 5, 8, 9, 10, 10, 9, 8, 9)],
            Decimal("8.33"),
            "个百分点",
        ),
        "linked": LinkedLine(
            labels[:6],
            [Decimal("61.5"), None, Decimal("74.25"), Decimal("70"), Decimal(82), Decimal("87.4")],
            ["#main"] * 6,
            "分",
        ),
        "bars": [
            Bar("省重点", Decimal("142.1"), Decimal(100), "#main"),
            Bar("市重点", Decimal("78.4"), Decimal(100)),
            Bar("区重点", None, Decimal(100)),
        ],
        "strip": ["green", "green", "yellow", "red", "grey", "green"],
    }
