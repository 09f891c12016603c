"""Schemes as texts: read as what they were written from, changed value by value, compared."""

from itertools import pairwise

import pytest

from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.rules import scheme_drafts as rules
from bihuan.assessment.rules.scheme_differences import differences
from bihuan.assessment.rules.scheme_edits import edited, item_places, weight_changes
from bihuan.assessment.rules.scheme_texts import read_scheme, scheme_text
from bihuan.assessment.wording.places import key_words
from bihuan.kit.errors import Refusal
from bihuan.kit.presets import PresetError

from .test_bad_schemes import BOMB, FAULTS, SHEET, text_of

PRESETS = ("default", "yanan", "key_projects_2020", "guangxi_parks", "suxian", "attraction")
WHOLE = [fault for fault in FAULTS if "extends" not in fault.get("text", "")]


@pytest.fixture
def text():
    return scheme_text(scheme_presets()["default"].latest)


def item_of(text, sheet, item):
    return next(each for each in item_places(text) if (each.sheet, each.item) == (sheet, item))


def faults_of(text):
    with pytest.raises(PresetError) as caught:
        read_scheme(text)
    return caught.value.faults


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_written_as_a_text_that_reads_as_the_same(name):
    scheme = scheme_presets()[name].latest
    assert read_scheme(scheme_text(scheme)) == scheme


@pytest.mark.parametrize("fault", WHOLE, ids=lambda fault: fault["key"] or fault["text"][:12])
def test_a_fault_of_a_text_is_named_by_line_and_key_as_that_of_a_file(fault):
    found = faults_of(text_of(fault))
    assert fault["line"] in [each.line for each in found]
    named = [each for each in found if fault["key"] in each.key]
    assert any(fault["says"] in each.sentence for each in named), found


BAD_TEXTS = [
    ("", 1, "没有内容"),
    ("# nothing\n", 1, "没有内容"),
    ("{}", 1, "没有内容"),
    ("one: {extends: default}", 1, "复制"),
    ("one:\n  title：坏\n  source: 无", 2, "冒号"),
    ("one:\n  title: 坏\n  sheets:\n\t- id: x", 4, "制表符"),
    (f"{SHEET}again: 1", 18, "一套"),
    (SHEET.replace("version: 1", "version: 1\n  version: 2"), 5, "重复"),
    (SHEET.replace("version: 1", "version: {values: {2024-01-01: 1}}"), 2, "日期"),
    (f"x: 1\n{BOMB}", 6, "取值过多"),
    (BOMB, 5, "取值过多"),
    ("x: \ud800", 1, "YAML"),
    ("x: \x00", 1, "YAML"),
    ("x: 1\n" * 300_000, 1, "1MB"),
]


@pytest.mark.parametrize(("text", "line", "says"), BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_what_is_no_whole_scheme_is_told_by_line_in_a_sentence(text, line, says):
    fault = faults_of(text)[0]
    assert (fault.line, fault.file) == (line, "草案")
    assert says in fault.sentence


def test_a_value_that_is_changed_leaves_all_else_as_it_was_written(text):
    text = text.replace("      max: 20\n", "      max: 20  # 去年25\n", 1)
    item = item_of(text, "construction", "milestones")
    after = edited(text, [(item, {"text": "改：{新} 100%", "clause": "新-2"})])
    changed = list(zip(text.split("\n"), after.split("\n"), strict=True))
    assert [new.strip() for old, new in changed if old != new] == [
        'text: "改：{新} 100%"',
        "clause: 新-2",
    ]
    assert "# 去年25" in after
    assert item_of(after, "construction", "milestones").place("text").value == "改：{新} 100%"


@pytest.mark.parametrize(
    "word", ["null", "~", "", " 空 ", "- x", "x: y", "# x", "第1行\n第2行", "'"]
)
def test_any_words_are_read_as_they_were_typed(text, word):
    item = item_of(text, "construction", "finish")
    after = edited(text, [(item, {"title": word})])
    assert read_scheme(after).sheets[0].items[2].title == word


def test_what_was_as_usual_is_put_in_and_no_least_is_said_as_such(text):
    item = item_of(text, "construction", "reports")
    after = edited(text, [(item, {"extra": "2", "least": ""})])
    changed = read_scheme(after).sheets[0].item("reports")
    assert (changed.extra, changed.least) == (2, None)
    same = edited(after, [(item_of(after, "construction", "reports"), {"least": ""})])
    assert same == after


def test_in_a_text_of_one_line_what_was_as_usual_is_put_in_too():
    text = SHEET.split("        - id")[0] + (
        "        - {id: item, title: 项, text: 文, clause: 试-1, max: 10, "
        "inputs: {rate: {figure: plan_completion.all}}, formula: {ratio: {of: rate, weight: 10}}}\n"
    )
    after = edited(text, [(item_of(text, "sheet", "item"), {"extra": "3", "missing": "required"})])
    item = read_scheme(after).sheets[0].items[0]
    assert (int(item.extra), item.missing.value) == (3, "required")


def test_a_number_that_is_none_is_a_fault_of_its_key(text):
    item = item_of(text, "construction", "completion")
    after = edited(text, [(item, {"formula.slope.above.1.per": "4o"})])
    (fault,) = faults_of(after)
    assert fault.key == item.place("formula.slope.above.1.per").key
    assert "4o" in fault.sentence


def test_with_the_weight_go_the_numbers_of_the_formula_that_are_it(text):
    item = item_of(text, "construction", "completion")
    assert weight_changes(item, "45") == {"max": "45", "formula.slope.most": "45"}
    item = item_of(text, "construction", "reports")
    assert weight_changes(item, "12").keys() == {"max", "formula.count.base", "formula.count.most"}
    assert weight_changes(item, "10") == {}


def test_a_value_used_at_several_places_is_changed_in_the_text_alone():
    text = SHEET.replace("max: 10", "max: &ten 10").replace("weight: 10", "weight: *ten")
    read_scheme(text)
    item = item_of(text, "sheet", "item")
    with pytest.raises(Refusal, match="多处"):
        edited(text, [(item, {"max": "9"})])
    with pytest.raises(Refusal, match="nothing"):
        edited(text, [(item, {"nothing": "9"})])


def test_differences_name_sheet_item_and_both_values(text):
    before = read_scheme(text)
    item = item_of(text, "construction", "reports")
    after = read_scheme(edited(text, [(item, {"title": "月报", "formula.count.least": "1"})]))
    assert [(d.sheet, d.item, d.key, d.before, d.after) for d in differences(before, after)] == [
        ("开工建设类项目", "月报", "title", "报表及时真实", "月报"),
        ("开工建设类项目", "月报", "formula.count.least", "0", "1"),
    ]
    assert differences(before, before) == []


def test_what_came_and_went_is_one_difference_each(text):
    before, after = (scheme_presets()[name].latest for name in ("default", "yanan"))
    found = differences(before, after)
    gone = [each.sheet for each in found if each.after is None and not each.item and not each.key]
    assert "前期储备类项目" in gone
    back = differences(after, before)
    assert {(d.sheet, d.before) for d in found if not d.item and not d.key} == {
        (d.sheet, d.after) for d in back if not d.item and not d.key
    }


def test_a_text_is_stored_with_lines_that_end_alike():
    assert rules.text_as_stored("\ufeffa: 1\r\nb: 2\r\r\n\n") == "a: 1\nb: 2\n"
    ends = [rules.text_as_stored(text) for text in ("a", "a\n", "a\r\n")]
    assert all(first == second for first, second in pairwise(ends))


def test_what_differs_is_called_by_its_words():
    words = {
        "max": "权重",
        "formula.slope.above[2].per": "高于基准第2段 · 每单位加减分",
        "formula.ratio.weight": "达到100%的得分",
        "grades[1].at_least": "grades[1].at_least",
        "formula": "formula",
    }
    assert {key: key_words(key) for key in words} == words
