"""What the ladder of money says: of a line, a project, a programme, a batch, a month, the year."""

from .ladder import (
    BatchSums,
    FundingRow,
    MoneyMonth,
    ProgrammeSums,
    added,
    by_batch,
    by_month,
    funding_rows,
    issued_yuan,
    money_standing,
    of_year,
    story,
)
from .statements import TwoStatements, two_statements

__all__ = [
    "BatchSums",
    "FundingRow",
    "MoneyMonth",
    "ProgrammeSums",
    "TwoStatements",
    "added",
    "by_batch",
    "by_month",
    "funding_rows",
    "issued_yuan",
    "money_standing",
    "of_year",
    "story",
    "two_statements",
]
