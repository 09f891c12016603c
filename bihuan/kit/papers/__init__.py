"""Official papers, laid out by GB/T 9704-2012, as Word and as PDF. Knows no word of the domain.

The few words that the standard itself prescribes (附件, 抄送, 签发人) are Chinese in every language
of the pages: a paper is written in Chinese.
"""

from .model import Field, Paper, PaperColumn, Rows, TextRun, from_json, readable, runs, to_json

__all__ = [
    "Field",
    "Paper",
    "PaperColumn",
    "Rows",
    "TextRun",
    "fonts_used",
    "from_json",
    "readable",
    "runs",
    "to_docx",
    "to_json",
    "to_pdf",
]


def to_docx(paper: Paper) -> bytes:
    """Return the Word file's bytes: A4, margins, lines and faces of GB/T 9704-2012."""
    from .word import to_docx as write  # large, and few ask for it

    return write(paper)


def to_pdf(paper: Paper) -> bytes:
    """Return the PDF's bytes. Raises Refusal if there is no Chinese font."""
    from .pdf import to_pdf as write  # large, and few ask for it

    return write(paper)


def fonts_used() -> dict[str, str]:
    """Return for each use (body, title, heading, kai, digits) the family a PDF is set in now."""
    from .pdf import fonts_used as found  # large, and few ask for it

    return found()
