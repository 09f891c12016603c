"""Schemes that cannot be: refused by file, line, key and a sentence, never with a traceback."""

import os
from io import StringIO
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from bihuan.assessment.presets import HERE as PRESETS
from bihuan.assessment.presets import schemes_of
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError

from .mutants import mutants

SHEET = """bad:
  title: 坏办法
  source: 测试
  version: 1
  sheets:
    - id: sheet
      title: 表
      who: areas
      total: 10
      items:
        - id: item
          title: 项
          text: 文
          clause: 试-1
          max: 10
          inputs: {rate: {figure: plan_completion.all}}
          formula: {ratio: {of: rate, weight: 10}}
"""
FAULTS = yaml.safe_load(Path(__file__).with_name("bad_schemes.yaml").read_text("utf-8"))
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in pairwise("abcdefghij")
)
DEEP = ("[" * 900 + "]" * 900, "{a: " * 900 + "}" * 900, "[" * 100_000, "- " * 100_000)


def text_of(fault: dict[str, Any]) -> str:
    """Return the file of a fault: as it stands, or the sheet with lines in place of others."""
    if "text" in fault:
        return str(fault["text"])
    lines = SHEET.split("\n")
    begin = fault["from"] - 1
    lines[begin : begin + fault["drop"]] = [fault["put"]] if fault["put"] else []
    return "\n".join(lines)


def refused(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        schemes_of(path)
    return caught.value


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["key"] or fault["text"][:12])
def test_a_fault_is_named_by_file_line_key_and_a_sentence(tmp_path, fault):
    path = tmp_path / "bad.yaml"
    path.write_text(text_of(fault), encoding="utf-8")
    error = refused(path)
    assert isinstance(error, PresetError)
    assert ("bad.yaml", fault["line"]) in [(each.file, each.line) for each in error.faults], error
    named = [each for each in error.faults if fault["key"] in each.key]
    assert any(fault["says"] in each.sentence for each in named), error


def test_the_sheet_that_is_spoiled_is_right_by_itself(tmp_path):
    path = tmp_path / "good.yaml"
    path.write_text(SHEET, encoding="utf-8")
    assert schemes_of(path)["bad"].latest.title == "坏办法"


@pytest.mark.parametrize("text", [BOMB, f"bad: {{title: {BOMB.splitlines()[0][3:]}}}", *DEEP])
def test_bombs_of_aliases_and_depth_are_refused_quickly(tmp_path, text):
    path = tmp_path / "bomb.yaml"
    path.write_text(text, encoding="utf-8")
    begun = process_time()
    assert "bomb.yaml" in str(refused(path))
    assert process_time() - begun < 2


def test_presets_that_extend_each_other_without_end_are_refused_quickly(tmp_path):
    chain = "".join(f"p{place}: {{extends: p{place - 1}}}\n" for place in range(1, 3000))
    path = tmp_path / "chain.yaml"
    path.write_text(f"p0: {{extends: default}}\n{chain}", encoding="utf-8")
    begun = process_time()
    assert "chain.yaml" in str(refused(path))
    assert process_time() - begun < 20


def test_many_days_on_which_something_changes_are_refused_quickly(tmp_path):
    days = ", ".join(
        f"{1900 + n // 300}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}: 1" for n in range(9000)
    )
    path = tmp_path / "days.yaml"
    path.write_text(f"bad: {{extends: default, noise_percent: {{values: {{{days}}}}}}}", "utf-8")
    begun = process_time()
    refused(path)
    assert process_time() - begun < 10


UNREADABLE = [
    (b"", "没有考核办法"),
    (b"\n# nothing\n", "没有考核办法"),
    ("bad: 坏".encode("gbk"), "UTF-8"),
    (b"\xff\xfe\x00", "UTF-8"),
    (b"bad: 1\n" * 1_500_000, "1MB"),
    (b"\x00" * 100, "YAML"),
]


@pytest.mark.parametrize(("data", "says"), UNREADABLE)
def test_the_command_ends_with_a_sentence(tmp_path, data, says):
    path = tmp_path / "bad.yaml"
    path.write_bytes(data)
    begun = process_time()
    with pytest.raises(Refusal) as caught:
        call_command("scheme", "check", str(path))
    assert says in str(caught.value)
    assert process_time() - begun < 2


def test_a_folder_and_a_path_of_nothing_are_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.yaml", Path("/dev/null"), Path("x" * 5000)):
        assert refused(path)


def checked(path: Path, data: bytes) -> str:
    """Return what `scheme check` says of a file that may be spoiled anyhow; "" if it is right."""
    path.write_bytes(data)
    try:
        call_command("scheme", "check", str(path), stdout=StringIO())
    except Refusal as refusal:
        return str(refusal)
    return ""


SPOILED = 5_000 if os.environ.get("BIHUAN_TORTURE") else 0
"""How many more mutants of every preset; `make torture` tries them all."""


def test_no_spoiled_scheme_ends_in_a_traceback(tmp_path):
    text = (PRESETS / "default.yaml").read_text("utf-8")
    path = tmp_path / "spoiled.yaml"
    said = [checked(path, data) for data in mutants(text, 60)]
    said += [checked(path, data) for data in mutants(SHEET, 440, seed=1)]
    for preset in sorted(PRESETS.glob("*.yaml")):
        said += [checked(path, data) for data in mutants(preset.read_text("utf-8"), SPOILED, 2)]
    assert sum(map(bool, said)) > 250
    assert all("%(" not in each for each in said)
