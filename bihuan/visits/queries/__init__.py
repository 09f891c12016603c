"""What is read of visits."""

from .plans import candidates, leaders_months, month_plan, others_to_visit
from .visits import listed, report_of, visit_page

__all__ = [
    "candidates",
    "leaders_months",
    "listed",
    "month_plan",
    "others_to_visit",
    "report_of",
    "visit_page",
]
