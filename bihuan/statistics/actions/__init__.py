"""Every change of what the statistics bureau counts, and of the chains' register and output."""

from .chain_months import enter_chain_month
from .entering import enter_fixed_asset_investment, enter_month, enter_standing
from .naming import remember_bureau_name, withdraw_bureau_name
from .outputs import enter_output, enter_outputs
from .register import (
    edit_place,
    enrol_enterprise,
    place_project,
    set_chain_lead,
    set_chain_target,
)
from .tables import CountedRow, enter_months
from .versions import RowsRefused

__all__ = [
    "CountedRow",
    "RowsRefused",
    "edit_place",
    "enrol_enterprise",
    "enter_chain_month",
    "enter_fixed_asset_investment",
    "enter_month",
    "enter_months",
    "enter_output",
    "enter_outputs",
    "enter_standing",
    "place_project",
    "remember_bureau_name",
    "set_chain_lead",
    "set_chain_target",
    "withdraw_bureau_name",
]
