"""Every change of what the statistics bureau counts, and of the chains' output."""

from .entering import enter_fixed_asset_investment, enter_month, enter_standing
from .outputs import enter_output, enter_outputs
from .tables import CountedRow, enter_months
from .versions import RowsRefused

__all__ = [
    "CountedRow",
    "RowsRefused",
    "enter_fixed_asset_investment",
    "enter_month",
    "enter_months",
    "enter_output",
    "enter_outputs",
    "enter_standing",
]
