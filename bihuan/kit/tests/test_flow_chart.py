from bihuan.kit.charts import NamedLine, SeveralLines, several_lines
from bihuan.kit.flow_chart import FlowChart, FlowLink, FlowNode, flow_chart


def chart(**said: str) -> FlowChart:
    return FlowChart(
        ["来源", "项目"],
        [
            [FlowNode("a", "中央", 300)],
            [
                FlowNode("b", "<甲>", 200, **said),
                FlowNode("c", "名称很长很长很长很长很长很长很长的项目", 100),
            ],
        ],
        [FlowLink("a", "b", 200), FlowLink("a", "c", 100)],
    )


def test_a_flow_is_drawn_with_bands_names_and_numbers():
    drawn = flow_chart(chart(), "资金<流向>")
    assert drawn.count('class="band ') == 2
    assert "资金&lt;流向&gt;" in drawn
    assert "&lt;甲&gt;" in drawn
    assert "<甲>" not in drawn
    assert "…" in drawn
    assert 'role="img"' in drawn


def test_a_flow_with_links_is_a_group():
    drawn = flow_chart(chart(href="/x/?a=1&b=2"), "资金")
    assert 'role="group"' in drawn
    assert 'href="/x/?a=1&amp;b=2"' in drawn


def test_a_flow_of_nothing_is_drawn_empty():
    assert "<rect" not in flow_chart(FlowChart([], [], []), "无")


def test_several_lines_name_some_months_of_a_long_span():
    labels = [f"2024.{number}" for number in range(30)]
    lines = [NamedLine("paid", "支付", [*range(29), None]), NamedLine("actual", "完成", [5] * 30)]
    drawn = several_lines(SeveralLines(labels, lines), "曲线")
    assert drawn.count("<polyline") == 2
    assert drawn.count('class="dot paid"') == 29
    assert ">2024.3<" in drawn
    assert ">2024.1<" not in drawn
