"""Charts are values in and SVG out; these read what they drew."""

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from bihuan.kit.charts import (
    Bar,
    LinkedLine,
    RateLine,
    SCurve,
    YearColumns,
    bars_against_schedule,
    light_strip,
    linked_line,
    rate_line,
    s_curve,
    sparkline,
    year_columns,
)

YI = 100_000_000
LABELS = ["1月", "2月", "3月"]
NOTHING_YET = YearColumns(LABELS, [], [])


def drawn(svg):
    """Parse the chart: it must be well-formed, and have a name for those who cannot see it."""
    root = ET.fromstring(svg)
    assert root.get("role") == ("group" if root.find(".//a") is not None else "img")
    assert root.find("title").text
    return root


def of_class(root, kind):
    return [node for node in root.iter() if node.get("class") == kind]


@pytest.mark.parametrize(
    "svg",
    [
        year_columns(NOTHING_YET, "a"),
        year_columns(YearColumns([], [], []), "a"),
        s_curve(SCurve([], [], []), "a"),
        s_curve(SCurve(LABELS, [0, 0, 0], []), "a"),
        bars_against_schedule([], "a"),
        rate_line(RateLine([], [], Decimal(0)), "a"),
        linked_line(LinkedLine([], [], []), "a"),
        sparkline([], "a"),
        sparkline([5], "a"),
        light_strip([], [], "a"),
    ],
)
def test_a_chart_of_nothing_is_still_a_picture(svg):
    drawn(svg)


def test_columns_are_as_tall_as_their_months():
    columns = of_class(drawn(year_columns(YearColumns(LABELS, [YI, 2 * YI, 0]), "a")), "column")
    heights = [float(column.get("height")) for column in columns]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert heights[2] == 0


def test_a_corrected_month_below_zero_draws_no_column_upside_down():
    columns = of_class(drawn(year_columns(YearColumns(LABELS, [3 * YI, -YI, YI]), "a")), "column")
    assert all(float(column.get("height")) >= 0 for column in columns)


def test_the_running_sum_ends_at_the_total():
    dots = of_class(drawn(year_columns(YearColumns(LABELS, [YI, 2 * YI, YI]), "a")), "dot")
    assert [dot.find("title").text for dot in dots] == ["1月: 1.00", "2月: 3.00", "3月: 4.00"]


def test_the_actual_curve_ends_where_reports_end():
    late = drawn(s_curve(SCurve(LABELS, [YI, 2 * YI, 3 * YI], [None, 2 * YI]), "a"))
    assert len(of_class(late, "dot")) == 1
    late = drawn(year_columns(YearColumns(LABELS, [None, YI, YI]), "a"))
    assert len(of_class(late, "column")) == len(of_class(late, "dot")) == 2
    root = drawn(s_curve(SCurve(LABELS, [YI, 2 * YI, 3 * YI], [YI, 2 * YI]), "a"))
    (plan,), (actual,) = of_class(root, "plan"), of_class(root, "actual")
    assert len(plan.get("points").split()) == 3
    assert len(actual.get("points").split()) == 2


def test_the_adjusted_plan_stands_beside_the_original():
    root = drawn(s_curve(SCurve(LABELS, [YI, 2 * YI], [YI], [YI, YI]), "a"))
    assert of_class(root, "plan")
    assert of_class(root, "plan adjusted")


def test_a_scale_names_its_unit():
    for svg in (
        year_columns(YearColumns(LABELS, [YI]), "a"),
        s_curve(SCurve(LABELS, [YI], [YI]), "a"),
        rate_line(RateLine(LABELS, [Decimal("8.4")], Decimal("8.33"), unit="个百分点"), "a"),
    ):
        words = [node.text for node in drawn(svg).iter() if node.tag.endswith("text")]
        assert {"CNY bn", "亿元", "个百分点"} & set(words)


def test_small_amounts_are_drawn_in_the_small_unit():
    svg = s_curve(SCurve(LABELS, [300_000, 600_000, 900_000], [300_000]), "a")
    words = [node.text for node in drawn(svg).iter() if node.tag.endswith("text")]
    assert {"CNY m", "万元"} & set(words)
    assert "30.00" in words
    assert not {"0.01", "0.00"} & set(words)


def test_rates_are_drawn_against_the_even_one():
    chart = RateLine(LABELS, [Decimal("4.00"), Decimal("12.00")], Decimal("8.00"))
    root = drawn(rate_line(chart, "a"))
    (even,) = of_class(root, "plan")
    slow, fast = (float(dot.get("cy")) for dot in of_class(root, "dot"))
    assert fast < float(even.get("y1")) < slow
    assert of_class(root, "dot")[1].find("title").text == "2月: 12.00"


def test_a_rate_at_its_mark_is_no_longer_short():
    at = [
        Bar("市重点", Decimal("83.3"), Decimal("83.3")),
        Bar("区重点", Decimal("83.2"), Decimal("83.3")),
    ]
    root = drawn(bars_against_schedule(at, "a"))
    assert len(of_class(root, "fill")) == len(of_class(root, "short")) == 1


def test_a_rate_beyond_the_scale_stays_in_the_picture_and_says_its_number():
    root = drawn(bars_against_schedule([Bar("省重点", Decimal(420))], "a"))
    (bar,), (ground,) = of_class(root, "fill"), of_class(root, "ground")
    assert bar.get("width") == ground.get("width")
    assert "420.00%" in "".join(root.itertext())


def test_bars_that_open_are_links_that_can_be_reached_one_by_one():
    root = drawn(
        bars_against_schedule([Bar("市重点", Decimal(90), href="/projects/?a=1&b=2")], "a")
    )
    assert root.find("a").get("href") == "/projects/?a=1&b=2"
    assert root.get("aria-label") == "a"


def test_no_rate_is_a_dash_and_not_nought():
    assert "—" in bars_against_schedule([Bar("区重点", None, Decimal(50))], "a")


def test_lights_differ_in_shape_not_only_in_colour():
    root = drawn(light_strip(["green", "yellow", "red", "grey"], ["a", "b", "c", "d"], "t"))
    shapes = {node.tag for node in root.iter() if node.get("class") in ("green", "yellow", "red")}
    assert len(shapes) == 3


@pytest.mark.parametrize(
    "svg",
    [
        year_columns(YearColumns(["<b>"], [YI]), "<script>"),
        s_curve(SCurve(["<b>"], [YI], [YI]), "<script>"),
        bars_against_schedule([Bar("<b>", Decimal(1), href='"><script>')], "<script>"),
        light_strip(["red"], ["<b>"], "<script>"),
        sparkline([1], "<script>"),
    ],
)
def test_words_from_outside_are_escaped(svg):
    drawn(svg)
    assert "<script>" not in svg
    assert "<b>" not in svg


def test_each_number_of_a_linked_line_leads_to_its_month_and_says_what_it_is():
    values = [Decimal("87.4"), None, Decimal(-3)]
    chart = LinkedLine(LABELS, values, ["/a/?x=1&y=2", "/b/", "/c/"], "分")
    root = drawn(linked_line(chart, "得分"))
    links = [node for node in root.iter() if node.tag.endswith("a")]
    assert [link.get("href") for link in links] == ["/a/?x=1&y=2", "/c/"]
    assert [link.find("title").text for link in links] == ["1月: 87.40", "3月: -3.00"]
    low = [float(dot.get("cy")) for dot in of_class(root, "dot")]
    assert low[0] < low[1] == 170, "what is below nought lies on the base"
