"""What the ladder of money says: of a line, a project, a programme, a batch, a month, the year."""

from .counties import CityBesideLadder, CountyTable, beside_ladder, county_tables
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
from .statements import (
    StatementRow,
    TwoStatements,
    statement_of,
    statement_reference,
    statement_rows,
    two_statements,
)

__all__ = [
    "BatchSums",
    "CityBesideLadder",
    "CountyTable",
    "FundingRow",
    "MoneyMonth",
    "ProgrammeSums",
    "StatementRow",
    "TwoStatements",
    "added",
    "beside_ladder",
    "by_batch",
    "by_month",
    "county_tables",
    "funding_rows",
    "issued_yuan",
    "money_standing",
    "of_year",
    "statement_of",
    "statement_reference",
    "statement_rows",
    "story",
    "two_statements",
]
