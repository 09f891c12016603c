"""Every change of what the statistics bureau counts, and of the chains' output."""

from .entering import enter_fixed_asset_investment, enter_month, enter_standing
from .outputs import enter_output

__all__ = ["enter_fixed_asset_investment", "enter_month", "enter_output", "enter_standing"]
