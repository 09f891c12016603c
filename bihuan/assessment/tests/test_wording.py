"""Formulas, items, vetoes and blocks in words, beside sentences written by hand."""

from decimal import Decimal

import pytest
from django.utils import translation

from bihuan.assessment.presets import scheme_cases, scheme_presets
from bihuan.assessment.rules.groups import GroupValues
from bihuan.assessment.wording import (
    block_in_words,
    formula_in_words,
    item_in_words,
    item_steps,
    sheet_in_words,
    veto_in_words,
)

from .made_schemes import FIGURES, item_of, scheme_of_items, sheet_of
from .test_formulas import BEST, CASES, COUNT, DEGRESSIVE, MEAN, RANK, SHARES, SLOPE, STEPS, SWITCH

DEFAULT = (
    "{slope: {of: rate, base: 30, full_at: 100, above: [{width: 10, per: 1}, {width: 10, per: 0}, "
    "{per: -0.5}], below: [{per: 1}], least: 0, most: 40}}"
)
SENTENCES = [
    (
        "{ratio: {of: rate, weight: 60}}",
        "完成率乘以60分；最多60分；最少0分。",
        "Plan completion × 60 points; at most 60 points; at least 0 points.",
    ),
    (
        "{ratio: {of: funds, over: plan, weight: 1}}",
        "到位资金占年度计划投资的比例乘以1分；最多1分；最少0分。",
        "Funds in place as a percentage of Annual planned investment × 1 points; at most 1 points; "
        "at least 0 points.",
    ),
    (
        DEFAULT,
        "完成率为100%得30分；每高1个百分点加1分（最多10个百分点）；其后10个百分点以内不加不扣；"
        "其后每高1个百分点扣0.5分；每低1个百分点扣1分；最多40分；最少0分。",
        "Plan completion of 100%: 30 points; each 1 percentage point higher: +1 (over 10 "
        "percentage points); then over 10 percentage points nothing changes; then each 1 "
        "percentage point higher: −0.5; each 1 percentage point lower: −1; at most 40 points; at "
        "least 0 points.",
    ),
    (
        "{slope: {of: due, base: 5, full_at: 3, above: [{width: 2, per: 1}], every: 2}}",
        "应开工数为3个得5分；每多2个加1分（不足一档的不计）（最多2个）；再往后不加不扣；"
        "不足部分不扣分。",
        "Starts due of 3 items: 5 points; each 2 items more: +1 (whole steps only) (over 2 items); "
        "what lies beyond changes nothing; what is lower takes nothing.",
    ),
    (
        "{slope: {of: rate, base: 5, at_mean: true, below: [{per: -1}]}}",
        "完成率等于同组平均得5分；高出部分不加分；每低1个百分点加1分。",
        "Plan completion as high as the group's mean: 5 points; what is higher adds nothing; each "
        "1 percentage point lower: +1.",
    ),
    (
        DEGRESSIVE,
        "完成率为100%得10分；高出的前10个百分点，每1个百分点加10÷20分；接下来的10个百分点，"
        "每1个百分点加10÷40分；以后每1个百分点加10÷60分；低于的对称扣分。",
        "Plan completion of 100%: 10 points; each 1 percentage point of the first 10 percentage "
        "points higher: +10÷20; each 1 percentage point of the next 10 percentage points: +10÷40; "
        "each further 1 percentage point: +10÷60; what is lower takes as much.",
    ),
    (
        STEPS,
        "完成投资：不足1亿元，3分；1亿元以上不超过10亿元，6分；超过10亿元，9分。",
        "Completed investment: less than CNY 100 m: 3 points; CNY 100 m or more and "
        "up to CNY 1000 m: 6 points; more than CNY 1000 m: 9 points.",
    ),
    (
        SHARES,
        "到位资金占年度计划投资的比例：不足20%，1分；20%以上，10分。",
        "Funds in place as a percentage of Annual planned investment: less than 20%: 1 point; 20% "
        "or more: 10 points.",
    ),
    (
        RANK,
        "按完成率从高到低排名；第1名7分；第2至3名4分；其他0分；并列的得所占名次的平均分。",
        "by Plan completion, highest first; place 1: 7 points; places 2 to 3: 4 points; others: 0 "
        "points; those with equal values get the mean of the points of the places they share.",
    ),
    (
        MEAN,
        "完成率除以同组平均，乘以10分；最多15分；最少0分；同组平均不大于0的，达到平均得10分，"
        "低于平均得0分。",
        "Plan completion ÷ the group's mean × 10 points; at most 15 points; at least 0 points; if "
        "the mean is not above 0: from the mean on 10 points, below it 0.",
    ),
    (
        BEST,
        "完成率同组最高的得10分；其他按占最高的比例计，最少0分；最高的不大于0的，得0分。",
        "the highest Plan completion of the group: 10 points; others in proportion to it, at least "
        "0; if the highest is not above 0: 0 points.",
    ),
    (
        COUNT,
        "基础分10分；应开工数每1个加2分；迟报月报数每1个扣3分；最多12分；最少0分。",
        "to begin with 10 points; Starts due, for each 1 item: +2; Reports late, for each 1 item: "
        "−3; at most 12 points; at least 0 points.",
    ),
    (
        CASES,
        "完成率100%以上且应开工数不足1个，10分；完成率50%以上不足100%，5分；其他情形1分。",
        "Plan completion 100% or more and Starts due less than 1 item: 10 points; Plan completion "
        "50% or more and less than 100%: 5 points; otherwise: 1 point.",
    ),
    (
        "{weighted: {parts: [{of: rate, weight: 7}, {of: due, weight: 3}]}}",
        "按权重计分：完成率×7、应开工数×3；没有数据的部分，权重按比例计入其他部分；最多10分；"
        "最少0分。",
        "points: Plan completion × 7, Starts due × 3; a part not known gives its weight to the "
        "others in proportion; at most 10 points; at least 0 points.",
    ),
    (
        SWITCH,
        "按应开工数分档，【不足1个的】一律2分；【1个以上不足6个的】完成率乘以5分；最多5分；"
        "最少0分；【6个以上的】完成率乘以10分；最多10分；最少0分。",
        "by Starts due: (less than 1 item) always 2 points; (1 item or more and less than 6 items) "
        "Plan completion × 5 points; at most 5 points; at least 0 points; (6 items or more) Plan "
        "completion × 10 points; at most 10 points; at least 0 points.",
    ),
]


def made_item(folder, formula):
    names = [name for name in FIGURES if f"of: {name}" in formula or f"over: {name}" in formula]
    return item_of(folder, formula, *names, most=1, more=", extra: 99")


@pytest.mark.parametrize(("formula", "chinese", "english"), SENTENCES)
def test_each_formula_is_one_exact_sentence(tmp_path, formula, chinese, english):
    item = made_item(tmp_path, formula)
    with translation.override("zh-hans"):
        assert formula_in_words(item.formula, item.inputs) == chinese
    with translation.override("en"):
        assert formula_in_words(item.formula, item.inputs) == english


def test_an_item_says_its_own_bounds_and_what_becomes_of_it_without_data(tmp_path):
    item = item_of(tmp_path, "{slope: {of: rate, base: 8, full_at: 90, above: [{per: 1}]}}", "rate")
    assert item_in_words(item) == (
        "完成率为90%得8分；每高1个百分点加1分；不足部分不扣分。本项最多10分；最少0分。"
        "没有数据的，10分按比例计入其他各项。"
    )
    with translation.override("en"):
        assert item_in_words(item).endswith(
            "Of this item at most 10 points; at least 0 points. Without data its 10 points go to "
            "the others in proportion."
        )


INPUTS = [
    ("{figure: plan_completion.all, month: 6}", "截至6月的完成率"),
    ("{figure: plan_completion.all, basis: current}", "完成率（按现行计划）"),
    ("{figure: starts.reached, compare: plan, take: difference}", "已开工数与计划之差"),
    ("{figure: completed.all, compare: last-year, take: growth}", "完成投资比上年同期增长"),
    ("{figure: completed.all, compare: last-year, take: base}", "完成投资（上年同期）"),
    ("{figure: completed.all, called: 投资额}", "投资额"),
    ("{figure: x, awaits: 供地台账, called: 供地率, counted_in: percent}", "供地率"),
]


@pytest.mark.parametrize(("spec", "named"), INPUTS)
def test_an_input_is_called_by_what_is_taken_of_its_figure(tmp_path, spec, named):
    formula = "{best: {of: value, weight: 10}}"
    item = sheet_of(tmp_path, formula, f"value: {spec}").items[0]
    assert formula_in_words(item.formula, item.inputs).startswith(f"{named}同组最高的得10分")


def test_vetoes_blocks_and_sheets_are_sentences(tmp_path):
    item = (
        "{{id: {id}, title: {id}项, text: 文, clause: 试-{id}, max: 50, "
        "inputs: {{rate: {{figure: plan_completion.all}}}}, "
        "formula: {{ratio: {{of: rate, weight: 50}}}}}}"
    )
    more = """
      most: 110
      known_percent: 60
      grades: [{at_least: 90, title: 优秀}, {at_least: 60, title: 达标}]
      no_grade_from: 1
      size: {input: {figure: planned.all, divide_by: 100000000}, bounds: [1, 5]}
      blocks: [{id: b, title: 板块, clause: 试-2, items: [甲, 乙], most: 80, pass_mark: 60}]
      vetoes:
        - id: v
          title: 否决
          clause: 试-3
          inputs: {late: {figure: reports.late}, rate: {figure: plan_completion.all}}
          when: [{of: late, at_least: 3}, {of: rate, below: 50}]
          most: 59
"""
    sheet = scheme_of_items(
        tmp_path, item.format(id="甲"), item.format(id="乙"), total=100, more=more
    ).sheets[0]
    assert veto_in_words(sheet.vetoes[0]) == ("迟报月报数3个以上且完成率不足50%的，总分最多59分。")
    assert block_in_words(sheet.blocks[0], sheet) == (
        "甲项、乙项合计：最多80分；60分以上为合格；不合格的降一个等次。"
    )
    assert sheet_in_words(sheet) == [
        "总分100分；各项得分四舍五入到小数点后2位。",
        "适用的考核项不足总分60%的，不予考核。",
        "总得分最多110分。",
        "等次：90分以上为优秀；60分以上为达标。",
        "1个板块不合格的，不评等次。",
        "按年度计划投资分组排名，分组界限：1亿元、5亿元。",
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_item_of_every_preset_has_words_and_a_worked_example(language):
    with translation.override(language):
        for name, dated in scheme_presets().items():
            for sheet in dated.latest.sheets:
                assert all(sheet_in_words(sheet))
                for item in sheet.items:
                    sentence = item_in_words(item)
                    assert sentence.endswith("。" if language == "zh-hans" else ".")
                    assert "%(" not in sentence, name
    given = {
        (name, case.sheet, item)
        for name, cases in scheme_cases().items()
        for case in cases
        for item in case.given
    }
    for name, dated in scheme_presets().items():
        for sheet in dated.latest.sheets:
            wanted = {(name, sheet.id, item.id) for item in sheet.items}
            waiting = {
                (name, sheet.id, item.id)
                for item in sheet.items
                if any(spec.awaits for spec in item.inputs.values())
            }
            missing = wanted - waiting - given
            assert not missing, "an item without a case"


WORKED = [
    (
        DEFAULT,
        "rate=107.4",
        ["完成率：107.4%", "107.4 − 100 = 7.4", "30 + 7.4 × 1 = 37.4", "得分：37.4"],
    ),
    (
        DEFAULT,
        "rate=130",
        [
            "完成率：130%",
            "130 − 100 = 30",
            "30 + 10 × 1 + 10 × 0 + 10 × (−0.5) = 35",
            "得分：35",
        ],
    ),
    (
        SLOPE,
        "rate=190",
        [
            "完成率：190%",
            "190 − 100 = 90",
            "25 + 30 × 0.2 + 60 × 0.1 = 37",
            "按上下限：37 → 35",
            "得分：35",
        ],
    ),
    (
        DEGRESSIVE,
        "rate=85",
        [
            "完成率：85%",
            "85 − 100 = −15",
            "10 − 10 × 10 ÷ 20 − 5 × 10 ÷ 40 = 3.75",
            "得分：3.75",
        ],
    ),
    (
        SHARES,
        "funds=2000000 plan=10000000",
        [
            "到位资金：200万元",
            "年度计划投资：1000万元",
            "2000000 ÷ 10000000 × 100 = 20",
            "得分：10",
        ],
    ),
    (
        "{ratio: {of: rate, weight: 7}}",
        "rate=33.333333",
        ["完成率：33.3333%", "33.3333 ÷ 100 ≈ 0.3333", "0.3333 × 7 ≈ 2.3333", "得分：2.33"],
    ),
    (
        COUNT,
        "due=9 late=1",
        [
            "应开工数：9个",
            "迟报月报数：1个",
            "10 + 9 × 2 + 1 × (−3) = 25",
            "按上下限：25 → 12",
            "得分：12",
        ],
    ),
    (RANK, "rate=8", ["完成率：8%", "第2至4名并列", "得分：2.67"]),
    (MEAN, "rate=8", ["完成率：8%", "同组平均：8.5", "8 ÷ 8.5 × 10 ≈ 9.4118", "得分：9.41"]),
    (BEST, "rate=8", ["完成率：8%", "同组最高：10", "8 ÷ 10 × 10 = 8", "得分：8"]),
    (SWITCH, "due=0", ["应开工数：0个", "得分：2"]),
    (SWITCH, "due=3", ["应开工数：3个", "不适用。"]),
]


@pytest.mark.parametrize(("formula", "said", "lines"), WORKED)
def test_a_worked_example_leads_from_values_to_points(tmp_path, formula, said, lines):
    names = [name for name in FIGURES if f"of: {name}" in formula or f"over: {name}" in formula]
    inputs = ", ".join(f"{name}: {FIGURES[name]}" for name in names)
    item = sheet_of(tmp_path, formula, inputs, most=1, more=", extra: 99, least: null").items[0]
    values = {n: Decimal(v) for n, v in (each.split("=") for each in said.split())}
    group = {"rate": GroupValues([Decimal(each) for each in (8, 8, 8, 10)])}
    assert item_steps(item, values, group, 2) == lines
