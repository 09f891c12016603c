"""Every change of what the statistics bureau counts."""

from .entering import enter_fixed_asset_investment, enter_month, enter_standing

__all__ = ["enter_fixed_asset_investment", "enter_month", "enter_standing"]
