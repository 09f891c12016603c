"""Chinese as an office writes it: no space between a number and the words around it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

CATALOGUES = sorted(Path("bihuan").glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))
NUMBER = (
    r"(?:%\((?:year|number|count|days|on|since|until|owed|overdue|done|all|carried)\)s"
    r"|(?<![\w.-])\d+(?![\w.,:-]))"
)
WORD = "[一-龥]"
SPACED = re.compile(rf"{WORD} {NUMBER}|{NUMBER} {WORD}|%s [个项份条家人年处天件步张]")
NOT_YET = {"importing", "kit", "audit"}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[1])
def test_no_space_stands_beside_a_number(catalogue):
    if catalogue.parts[1] in NOT_YET:
        return
    with catalogue.open("rb") as stream:
        texts = [message.string for message in read_po(stream) if message.id]
    plain = [str(text) for each in texts for text in (each if isinstance(each, tuple) else [each])]
    assert [text for text in plain if SPACED.search(text)] == []
