"""What the ladder of money says: of a line, a project, a programme, a batch, a month, the year."""

from .ladder import BatchSums, FundingRow, ProgrammeSums, by_batch, by_month, funding_rows, of_year
from .statements import TwoStatements, two_statements

__all__ = [
    "BatchSums",
    "FundingRow",
    "ProgrammeSums",
    "TwoStatements",
    "by_batch",
    "by_month",
    "funding_rows",
    "of_year",
    "two_statements",
]
