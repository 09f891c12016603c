"""Official papers, laid out by GB/T 9704-2012, as Word and as PDF. Knows no word of the domain.

The few words that the standard itself prescribes (附件, 抄送, 签发人) are Chinese in every language
of the pages: a paper is written in Chinese.
"""

from .model import Column, Field, Paper, Rows, Run, from_json, readable, runs, to_json
from .pdf import fonts_used, to_pdf
from .word import to_docx

__all__ = [
    "Column", "Field", "Paper", "Rows", "Run", "fonts_used", "from_json", "readable", "runs",
    "to_docx", "to_json", "to_pdf",
]  # fmt: skip
