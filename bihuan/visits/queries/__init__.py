"""What is read of visits."""

from .plans import candidates, leaders_months, month_plan, others_to_visit
from .visits import listed, one, report_of

__all__ = [
    "candidates",
    "leaders_months",
    "listed",
    "month_plan",
    "one",
    "others_to_visit",
    "report_of",
]
