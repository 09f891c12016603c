"""The catalogue of what is said of a project and edited as one.

Label, choices and storage of a particular stand with its column in `models.py`; all else in its one
entry here. Page, form, list, filters, API and ledger are made from it, and its rule is asked at
every door ([ADR 16](../../docs/adr/0016-one-catalogue-of-particulars.md)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bihuan.kit.words import _, say

from . import rules
from .kinds import Nature, Sector
from .particular import Card, Cells, Limits, Particular
from .presets import industries

Values = Mapping[str, Any]


def _name(values: Values) -> str:
    return "" if values.get("name") else say("A project needs a name.")


def _code(values: Values) -> str:
    return rules.code_problem(values.get("national_code") or "")


def _region(values: Values) -> str:
    return rules.region_problem(values.get("region_code") or "")


def _industry(values: Values) -> str:
    return rules.industry_problem(values.get("industry_code") or "", industries())


def _place(values: Values) -> str:
    return rules.place_problem(values.get("longitude"), values.get("latitude"))


def _dates(values: Values) -> str:
    return rules.date_problem(values.get("planned_start_on"), values.get("planned_finish_on"))


CATALOGUE = (
    Particular("name", Card.IDENTITY, rule=_name, on_page=False, in_list=False),
    Particular(
        "national_code",
        Card.IDENTITY,
        Cells(
            "code", "项目代码 国家项目代码 项目审批代码 项目编码 投资项目代码", key="code", width=26
        ),
        rule=_code,
        is_code=True,
    ),
    Particular(
        "sector",
        Card.IDENTITY,
        Cells(
            "sector",
            "所属领域 领域 项目类型 行业类别",
            words={
                Sector.INDUSTRY: "产业",
                Sector.INFRASTRUCTURE: "基础设施",
                Sector.LIVELIHOOD: "社会民生",
                Sector.ECOLOGY: "生态环保",
            },
        ),
    ),
    Particular(
        "industry_code",
        Card.IDENTITY,
        Cells("industry", "所属行业 行业 国标行业", key="industry"),
        rule=_industry,
        is_code=True,
    ),
    Particular(
        "nature",
        Card.IDENTITY,
        Cells(
            "nature",
            "建设性质 项目性质",
            words={
                Nature.NEW: "新建",
                Nature.EXPANSION: "扩建",
                Nature.RENOVATION: "改建",
                Nature.RELOCATION: "迁建",
                Nature.RESTORATION: "恢复",
                Nature.PURCHASE: "单纯购置",
            },
        ),
    ),
    Particular(
        "content",
        Card.IDENTITY,
        Cells(
            "text",
            """建设规模及内容 建设内容及规模 主要建设内容 建设内容 建设规模 主要建设内容及规模
            建设规模及主要内容 建设规模和内容 建设内容和规模 项目概况 项目简介""",
            width=40,
        ),
        in_list=False,
    ),
    Particular("region_code", Card.PLACE, rule=_region, is_code=True, on_page=False),
    Particular(
        "place",
        Card.PLACE,
        Cells("line", "建设地点 建设地址 项目地点 建设地点乡镇街道 建设位置"),
    ),
    Particular("longitude", Card.PLACE, Cells("decimal", "经度"), on_page=False, in_list=False),
    Particular(
        "latitude",
        Card.PLACE,
        Cells("decimal", "纬度"),
        rule=_place,
        beside=("longitude",),
        on_page=False,
        in_list=False,
    ),
    Particular(
        "land_mu",
        Card.PLACE,
        Cells(
            "decimal",
            "用地面积 项目用地面积 总用地面积 占地面积 项目占地面积 规划用地面积 用地规模 占地",
            units={
                "亩": 1,
                "公顷": 15,
                "平方米": Decimal("0.0015"),
                "m2": Decimal("0.0015"),
                "万平方米": 15,
                "平方公里": 1500,
                "万亩": 10_000,
            },
        ),
        limits=Limits(0, 1_000_000),  # PROJ-9: more than a whole district has
        unit=_("mu"),
    ),
    Particular(
        "total_investment_yuan",
        Card.MONEY_AND_TIME,
        Cells(
            "money",
            """总投资 计划总投资 投资总额 项目总投资 概算总投资 总投资额 估算总投资 总投资/合计
            总投资/小计 协议投资额 协议投资 协议总投资 项目投资额 投资金额 投资规模""",
            key="total",
        ),
        limits=Limits(0, 10**13),  # PROJ-6: a hundred thousand 亿; no project comes near
        on_page=False,
    ),
    Particular(
        "planned_start_on",
        Card.MONEY_AND_TIME,
        Cells(
            "day",
            """计划开工时间 计划开工日期 计划开工 拟开工时间 开工时间 计划开工年月 预计开工时间
            拟开工年月""",
        ),
    ),
    Particular(
        "planned_finish_on",
        Card.MONEY_AND_TIME,
        Cells(
            "last_day",
            """计划竣工时间 计划竣工日期 计划竣工 拟建成时间 计划完工时间 竣工时间 计划竣工年月
            预计竣工时间 建成时间 计划建成时间""",
        ),
        rule=_dates,
        beside=("planned_start_on",),
    ),
    Particular(
        "owner",
        Card.PEOPLE,
        Cells(
            "name",
            """项目业主 业主单位 项目业主单位 建设单位 项目单位 项目法人 项目法人单位 建设业主 业主
            建设主体""",
        ),
    ),
    Particular(
        "responsible",
        Card.PEOPLE,
        Cells("name", "责任单位 牵头单位 责任部门 责任部门单位 行业主管部门 主管部门 牵头责任单位"),
    ),
    Particular(
        "commander",
        Card.PEOPLE,
        Cells(
            "person",
            """指挥长 责任领导 包联领导 联系领导 项目指挥长 包保领导 包保责任领导 区级领导
            区级责任领导 包抓领导 包保责任领导姓名职务 包保领导姓名职务""",
        ),
    ),
    Particular(
        "contact",
        Card.PEOPLE,
        Cells("text", "联络员 联系人 联系人及电话 联系人及联系电话 联络员及电话 联络员电话"),
        on_page=False,
        in_list=False,
    ),
    Particular(
        "contact_phone",
        Card.PEOPLE,
        Cells("line", "联系电话 电话 联系方式"),
        on_page=False,
        in_list=False,
    ),
    Particular("chain", Card.READ_UNDER, Cells("name", "产业链 所属产业链")),
    Particular("remark", Card.READ_UNDER, Cells("text", "备注 说明"), on_page=False, in_list=False),
)
BY_NAME = {each.name: each for each in CATALOGUE}
FIELDS = tuple(BY_NAME)
PLAIN = tuple(each.name for each in CATALOGUE if not each.is_reference)
IN_LEDGER: dict[str, Particular] = {each.key: each for each in CATALOGUE if each.cells}
"""Those that a ledger tells of, by the names that they have there. The name is the row's own."""
LISTED = tuple(each for each in CATALOGUE if each.in_list and not each.is_reference)
"""Those that stand in the list of projects as they are; organisations and others stand by name."""


def on_card(card: Card) -> Iterator[Particular]:
    """Return the particulars of one card of the form, in order."""
    return (each for each in CATALOGUE if each.card == card)


def problems(values: Values) -> dict[str, str]:
    """Return what is wrong with a project's particulars: a sentence by field (PROJ-1 to 6)."""
    found = ((each.name, each.problem(values)) for each in CATALOGUE)
    return {name: sentence for name, sentence in found if sentence}


def clean(said: Values) -> dict[str, Any]:
    """Return particulars as they are kept: trimmed, codes in half width and capitals."""
    return {
        name: BY_NAME[name].clean(value) if name in BY_NAME else value
        for name, value in said.items()
    }


def check_named(said: Values) -> None:
    """Raise TypeError for what is no particular: a programme's error, not a user's."""
    if strange := sorted(said.keys() - BY_NAME.keys()):
        raise TypeError(f"no particular of a project: {', '.join(strange)}")
