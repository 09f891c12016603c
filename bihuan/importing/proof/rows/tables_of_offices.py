"""A second table under the first that sums up organisations, places or kinds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.kit.numbers import is_empty, parse_number, plain

from .lines import Line, LineRole

_SUMMED_UP = re.compile(
    r"(?:(?:责任|牵头|建设|主管|实施|填报|各)?单位|(?:责任|主管)?部门|乡镇|街道|乡镇街道|乡镇[(（、/]街道[)）]?|县市区|区县|县区|地区|片区"
    r"|园区|行业|领域|板块|类别|项目类别|产业链|指标|专班)(?:名称)?"
)
_SPACE = re.compile(r"\s")


def without_tables_of_offices(lines: Sequence[Line], known: frozenset[str]) -> None:
    """Take the lines from headings on that name organisations or kinds in place of projects for
    another table, if no known project stands under them.
    """
    start = next((i for i, line in enumerate(lines) if i and _heads_another(line)), None)
    if start is None or any(line.name in known for line in lines[start:]):
        return
    if any(line.role is LineRole.NUMBERS for line in lines[start:]):
        return  # a table of projects goes on below
    for line in lines[start:]:
        if line.role is not LineRole.BLANK:
            line.role = LineRole.OTHER_TABLE


def _heads_another(line: Line) -> bool:
    filled = [_SPACE.sub("", plain(cell)) for cell in line.cells if not is_empty(cell)]
    is_words = len(filled) > 1 and not any(parse_number(cell) is not None for cell in filled)
    return is_words and bool(_SUMMED_UP.fullmatch(_SPACE.sub("", line.name)))
