"""A paper as PDF, set by typst. What people wrote goes in as values, never as markup."""

from __future__ import annotations

import calendar
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from .fonts import families, found_fonts
from .layout import SPACINGS, Spacing, mark_size
from .model import Paper, runs, title_lines

TEMPLATE = Path(__file__).parent / "paper.typ"


def to_pdf(paper: Paper) -> bytes:
    """Return the PDF's bytes: the same paper in the same fonts gives the same bytes.

    Raises Refusal if there is no Chinese font.
    """
    made = _compiler(paper, spacing_that_fits(paper)).compile(
        format="pdf", timestamp=calendar.timegm(paper.day.timetuple())
    )
    assert isinstance(made, bytes)
    return made


def spacing_that_fits(paper: Paper) -> Spacing:
    """Return the widest spacing with which a form fills one page; the standard's where none does.

    Raises Refusal if there is no Chinese font.
    """
    for spacing in SPACINGS if paper.fields else ():
        found = _compiler(paper, spacing).query("<pages>", field="value", one=True)
        if json.loads(found) == 1:
            return spacing
    return SPACINGS[0]


def _compiler(paper: Paper, spacing: Spacing) -> typst.Compiler:
    fonts = found_fonts()
    given = {**_values(paper), "fonts": families(fonts), "spacing": asdict(spacing)}
    return typst.Compiler(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(given, ensure_ascii=False)},
    )


def fonts_used() -> dict[str, str]:
    """Return for each use (body, title, heading, kai, digits) the family a PDF is set in now."""
    return {use: names[0] for use, names in families(found_fonts()).items()}


def _values(paper: Paper) -> dict[str, Any]:
    return {
        **asdict(paper),
        "day": paper.dated,
        "mark_size": mark_size(paper.mark),
        "title_lines": title_lines(paper.title),
        "paragraphs": [[asdict(run) for run in runs(text)] for text in paper.paragraphs],
        "field_rows": [[asdict(field) for field in row] for row in paper.field_rows],
    }
