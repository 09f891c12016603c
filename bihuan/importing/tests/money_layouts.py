"""Tables of money as different offices write them, each with what it truly says in 万元: by project
and programme what was applied for, issued, put in place, paid and built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

A, B, C = "城东标准厂房项目", "滨河道路改造工程", "河西第三小学项目"
N1, N2, N3 = "湘发改投资〔2024〕88号", "湘发改投资〔2024〕89号", "湘财预〔2024〕15号"
Truth = Mapping[tuple[str, str], tuple[int | None, ...]]
CENTRAL, BOND, TREASURY = "central_budget", "special_bond", "treasury_bond"


@dataclass(frozen=True)
class MoneyLayout:
    """One office's table."""

    name: str
    rows: Sequence[Sequence[Any]]
    truth: Truth
    merged: Sequence[tuple[int, int, int, int]] = ()
    sheet: str = "Sheet1"
    file: str = "表.xlsx"
    open: Sequence[str] = field(default_factory=tuple)
    """Kinds of the questions that it leaves open."""


PLAIN: Truth = {(A, CENTRAL): (500, 300, 200, 100, None), (B, CENTRAL): (800, 500, 250, 50, None)}
TWO: Truth = {
    (A, CENTRAL): (None, 300, 200, 100, None),
    (A, BOND): (None, 200, 200, 150, None),
    (B, CENTRAL): (None, 500, 250, 50, None),
}
LAYOUTS = [
    MoneyLayout(
        "a sheet a programme, named in the title, with numbers of the columns and a total",
        [
            ["某区2024年中央预算内投资项目资金情况表"],
            ["填报单位：某区发展和改革局", None, None, None, "单位：万元"],
            [
                "序号",
                "项目名称",
                "项目代码",
                "申报资金",
                "下达资金",
                "到位资金",
                "支付资金",
                "支付率",
            ],
            ["甲", "乙", 1, 2, 3, 4, 5, 6],
            [1, A, None, 500, 300, 200, 100, "50%"],
            [2, B, None, 800, 500, 250, 50, "20%"],
            ["合计", None, None, 1300, 800, 450, 150, "33.33%"],
        ],
        PLAIN,
    ),
    MoneyLayout(
        "units in the headings, each its own, and the total above the rows",
        [
            ["资金台账"],
            [
                "项目名称",
                "资金类型",
                "申报额（亿元）",
                "计划下达（万元）",
                "到位额（元）",
                "已支付（千元）",
            ],
            ["总计", None, 0.13, 800, 4_500_000, 1500],
            [A, "中央预算内", 0.05, 300, 2_000_000, 1000],
            [B, "中央预算内投资", 0.08, 500, 2_500_000, 500],
        ],
        PLAIN,
    ),
    MoneyLayout(
        "programmes over stages in two rows of headings",
        [
            ["某区2024年项目资金争取到位支付情况表"],
            ["单位：万元"],
            ["序号", "项目名称", "中央预算内", None, None, "专项债", None, None],
            [None, None, "下达", "到位", "支付", "下达", "到位", "支付"],
            [1, A, 300, 200, 100, 200, 200, 150],
            [2, B, 500, 250, 50, None, None, None],
            [None, "合计", 800, 450, 150, 200, 200, 150],
        ],
        TWO,
        merged=[(2, 2, 2, 4), (2, 5, 2, 7), (2, 0, 3, 0), (2, 1, 3, 1)],
    ),
    MoneyLayout(
        "stages over programmes, with sums of them beside",
        [
            ["2024年度项目资金情况表（单位：万元）"],
            ["项目名称", "下达资金", None, None, "到位资金", None, None, "支付资金", None, None],
            [None, "小计", "中央预算内", "专项债券", *["小计", "中央预算内", "专项债券"] * 2],
            [A, 500, 300, 200, 400, 200, 200, 250, 100, 150],
            [B, 500, 500, None, 250, 250, None, 50, 50, None],
        ],
        TWO,
        merged=[(1, 1, 1, 3), (1, 4, 1, 6), (1, 7, 1, 9), (1, 0, 2, 0)],
    ),
    MoneyLayout(
        "programmes as groups of rows with their sums",
        [
            ["某区争取上级资金项目一览表"],
            ["单位：万元"],
            ["序号", "项目名称", "下达文号", "下达额", "到位额", "支付额"],
            ["一", "中央预算内投资", None, 800, 450, 150],
            [1, A, N1, 300, 200, 100],
            [2, B, N2, 500, 250, 50],
            ["二", "地方政府专项债券", None, 200, 200, 150],
            [1, A, N3, 200, 200, 150],
            [None, "合计", None, 1000, 650, 300],
        ],
        TWO,
    ),
    MoneyLayout(
        "a project merged over the rows of its programmes",
        [
            ["2024年重点项目资金到位支付情况"],
            ["单位：万元"],
            ["序号", "项目名称", "资金渠道", "下达资金", "到位资金", "已支付资金"],
            [1, A, "中央预算内投资", 300, 200, 100],
            [None, None, "专项债券", 200, 200, 150],
            [2, B, "中央预算内投资", 500, 250, 50],
        ],
        TWO,
        merged=[(3, 0, 4, 0), (3, 1, 4, 1)],
    ),
    MoneyLayout(
        "parts of a project below it: 其中",
        [
            ["2024年项目资金情况统计表"],
            ["单位：万元"],
            ["序号", "项目名称", "下达资金", "到位资金", "支付资金"],
            [1, A, 500, 400, 250],
            [None, "其中：中央预算内投资", 300, 200, 100],
            [None, "专项债券", 200, 200, 150],
            [2, B, 500, 250, 50],
            [None, "其中：中央预算内投资", 500, 250, 50],
        ],
        TWO,
    ),
    MoneyLayout(
        "a unit of its own in each cell",
        [
            ["中央预算内投资项目资金情况"],
            ["项目名称", "申报资金", "下达资金", "到位资金", "拨付资金"],
            [A, "500万元", "0.03亿元", "200万元", "1000000元"],
            [B, "0.08亿元", "500万元", "250万元", "50万元"],
        ],
        PLAIN,
    ),
    MoneyLayout(
        "the unit of what was paid proved by the rate",
        [
            ["中央预算内投资项目资金支付情况"],
            ["单位：万元"],
            ["项目名称", "申报资金", "下达资金", "到位资金（万元）", "支付资金", "支付率（%）"],
            [A, 500, 300, 200, 1_000_000, 50],
            [B, 800, 500, 250, 500_000, 20],
        ],
        PLAIN,
    ),
    MoneyLayout(
        "two tables in one sheet, each with its programme",
        [
            ["一、中央预算内投资项目资金情况（单位：万元）"],
            ["序号", "项目名称", "下达资金", "到位资金", "支付资金"],
            [1, A, 300, 200, 100],
            [2, B, 500, 250, 50],
            [],
            ["二、专项债券项目资金情况（单位：亿元）"],
            ["序号", "项目名称", "下达资金", "到位资金", "支付资金"],
            [1, A, 0.02, 0.02, 0.015],
        ],
        TWO,
    ),
    MoneyLayout(
        "a row of units under the headings, works, and words beside",
        [
            ["某县超长期特别国债项目建设资金调度表"],
            ["截至2024年9月底"],
            [
                "项目名称",
                "责任单位",
                "资金下达",
                None,
                "累计到位资金",
                "累计支付资金",
                "完成投资",
                "存在问题",
            ],
            [None, None, "文号", "金额", None, None, None, None],
            [None, None, None, "万元", "万元", "万元", "亿元", None],
            [A, "住建局", N1, 300, 300, 280, 0.029, "无"],
            [B, "交通局", N2, 500, "/", "-", None, "征地"],
        ],
        {(A, TREASURY): (None, 300, 300, 280, 290), (B, TREASURY): (None, 500, None, None, None)},
        merged=[(2, 2, 2, 3)],
    ),
    MoneyLayout(
        "the sheet names the programme, a batch as a group",
        [
            ["资金下达支付台账"],
            ["单位：万元"],
            ["序号", "建设项目", "计划下达文号", "下达时间", "下达投资", "资金拨付额"],
            ["第一批"],
            [1, A, N1, "2024-03-04", 300, 100],
            ["第二批"],
            [1, B, N2, "2024-06-04", 500, 50],
        ],
        {(A, CENTRAL): (None, 300, None, 100, None), (B, CENTRAL): (None, 500, None, 50, None)},
        sheet="中央预算内",
    ),
    MoneyLayout(
        "one measure by programmes, which the title names",
        [
            ["某区2024年重点项目资金到位表"],
            ["单位：万元"],
            ["项目名称", "中央预算内", "专项债券", "自筹"],
            [A, 200, 200, None],
            [B, 250, None, 90],
        ],
        {
            (A, CENTRAL): (None, None, 200, None, None),
            (A, BOND): (None, None, 200, None, None),
            (B, CENTRAL): (None, None, 250, None, None),
            (B, "own"): (None, None, 90, None, None),
        },
    ),
    MoneyLayout(
        "what was won without a word for which stage",
        [
            ["2024年专项债券争取情况"],
            ["单位：万元"],
            ["项目名称", "争取资金", "到位资金"],
            [A, 200, 200],
        ],
        {},
        open=["stage"],
    ),
    MoneyLayout(
        "the file names the programme, remarks below",
        [
            ["序号", "项目名称", "申报额", "下达额", "到位额", "支付额"],
            [1, A, 500, 300, 200, 100],
            [2, B, 800, 500, 250, 50],
            ["注：1.到位额为累计数；2.单位为万元。"],
            ["填表人：张三", None, "审核人：李四"],
        ],
        {},
        file="中央预算内投资.xlsx",
        open=["unit"],
    ),
]
