"""What every API answer shares: its refusals, money and months."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any

from ninja import Field, Schema
from ninja.operation import Operation

from .dates import FIRST_DAY, LAST_DAY

MOST_YUAN = 10**15
"""No sum of a district comes near; keeps every integer exact in JSON and in the database."""

Yuan = Annotated[int, Field(ge=-MOST_YUAN, le=MOST_YUAN, description="whole yuan")]
MonthText = Annotated[
    str, Field(pattern=r"^(19[5-9]|20\d)\d-(0[1-9]|1[0-2])$", description="a month such as 2024-03")
]
YearNumber = Annotated[int, Field(ge=1990, le=2100)]
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
RowNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
Text = Annotated[str, Field(max_length=5_000, pattern=r"^[^\x00]*$")]


class ErrorOut(Schema):
    """Why it was not done: one sentence for the user, and the request's number in the log."""

    message: str
    number: str


class Faults(ErrorOut):
    """What in the request cannot be read, each with its place."""

    detail: list[dict[str, Any]]


READING: dict[int, type[Schema]] = {
    400: ErrorOut,
    401: ErrorOut,
    403: ErrorOut,
    404: ErrorOut,
    422: Faults,
}
"""Statuses that any read can answer beside its 200."""

WRITING: dict[int, type[Schema]] = {**READING, 409: ErrorOut, 503: ErrorOut}
"""Statuses that any change can answer beside its success."""


_make_answer: Any = Operation._create_response_model


@cache
def _answer_model(answer: Any) -> Any:
    return _make_answer(None, answer)


def _shared(_call: Operation, response_param: Any) -> Any:
    return _answer_model(response_param)


Operation._create_response_model = _shared  # type: ignore[assignment, method-assign]  # its place
"""Calls that answer alike share one model. Django-ninja makes one for each status of each call:
1,500, which took a third of the API's import and 19 MB at every start.
"""
