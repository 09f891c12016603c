"""What is read of visits."""

from .plans import candidates, leaders_months, month_plan
from .visits import listed, one, report_of

__all__ = ["candidates", "leaders_months", "listed", "month_plan", "one", "report_of"]
