"""Every change of money won and used."""

from .asking import ask_statement
from .changing import correct_entry, cut_quota, hand_money_back, withdraw_entry
from .counties import enter_county
from .entering import enter_funding, open_line

__all__ = [
    "ask_statement",
    "correct_entry",
    "cut_quota",
    "enter_county",
    "enter_funding",
    "hand_money_back",
    "open_line",
    "withdraw_entry",
]
