"""Templates hold no logic, no colours, and nothing that the content policy would block."""

import re

import pytest

from .cells import every
from .house import STYLES, TEMPLATES, name

pytestmark = pytest.mark.once
CONTEXT = re.compile(r"\{# context: .+ #\}")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)[^>]*>")
LOGIC = re.compile(r"\|add:|\{% widthratio|\.objects\b|\.role\b|is_superuser|\bperms\.")
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3,4}){1,2}\b|\brgba?\(|\bhsla?\(|\boklch\(")
PAINTED = re.compile(r"(?:fill|stroke|color)=\"#")


@every("path", TEMPLATES, ids=name)
def test_the_first_lines_tell_the_frame_and_the_context(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    if lines[0].startswith("{% extends"):
        lines = lines[1:]
    assert CONTEXT.fullmatch(lines[0].strip()), "say {# context: … #}"


@every("path", TEMPLATES, ids=name)
def test_no_style_or_script_stands_inside_a_page(path):
    assert not INLINE.findall(path.read_text(encoding="utf-8"))


@every("path", TEMPLATES, ids=name)
def test_templates_neither_calculate_nor_query_nor_decide_who_may(path):
    assert not LOGIC.findall(path.read_text(encoding="utf-8"))


@every("path", [p for p in STYLES if p.name != "tokens.css"], ids=name)
def test_colours_stand_in_the_tokens_only(path):
    assert not COLOUR.findall(path.read_text(encoding="utf-8"))


@every("path", TEMPLATES, ids=name)
def test_templates_paint_nothing(path):
    assert not PAINTED.findall(path.read_text(encoding="utf-8"))
