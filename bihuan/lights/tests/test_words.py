"""The words of a preset name the numbers that judge (LIGHT-21)."""

import re
from decimal import Decimal

import pytest

from bihuan.kit.presets import PresetError
from bihuan.lights.kinds import Colour, Metric
from bihuan.lights.presets import light_presets
from bihuan.lights.rules import Bracket, RuleSet, Scale
from bihuan.lights.rules.brackets import LIMIT

from .test_rules import TEXT, read


@pytest.mark.parametrize("limit", [25, 30])
def test_words_name_the_number_that_judges(tmp_path, limit):
    said = '"over {SMALL-2} behind"'
    text = TEXT.replace("clause: SMALL-2", f"clause: SMALL-2, text: {said}")
    text = text.replace("meanings: {}", f"meanings: {{red: {said}}}", 1)
    own = (
        f"\nours: {{extends: small, rules: {{gap: {{brackets: {{SMALL-2: {{above: {limit}}}}}}}}}}}"
    )
    rules = read(text + own, tmp_path)["ours"]
    told = f"over {limit} behind"
    assert [each.text for each in rules.clauses() if each.clause == "SMALL-2"] == [told]
    assert (rules.meaning("red"), rules.meaning("green")) == (told, "")


def test_where_less_is_worse_the_number_is_the_upper_bound():
    brackets = (
        Bracket(Colour.RED, clause="A", text="below {A}, of {B}"),
        Bracket(Colour.YELLOW, at_least=Decimal(60), clause="B"),
        Bracket(Colour.GREEN, at_least=Decimal(80)),
    )
    rules = RuleSet("t", "s", 1, {}, rules=(Scale(Metric.MONTH_RATIO, brackets),))
    assert rules.clauses()[0].text == "below 60, of 80"


def test_words_that_name_a_clause_without_a_number_are_refused(tmp_path):
    with pytest.raises(PresetError) as error:
        read(TEXT.replace("meanings: {}", 'meanings: {red: "{SMALL-9}"}', 1), tmp_path)
    assert error.value.faults[0].key == "small.meanings.red"


@pytest.mark.parametrize("name", light_presets())
def test_the_words_of_shipped_presets_repeat_no_number_that_judges(name):
    for _since, rules in light_presets()[name].steps:
        scales = [*rules.rules, *(s for each in rules.by_class.values() for s in each)]
        limits = {format(n.normalize(), "f") for s in scales for n in s.limits().values()}
        words = [*rules.meanings.values(), *(b.text for s in scales for b in s.brackets)]
        plain = [number for text in words for number in re.findall(r"\d+", LIMIT.sub("", text))]
        assert not limits & set(plain)
