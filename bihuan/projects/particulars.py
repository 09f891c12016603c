"""The catalogue of what is said of a project and edited as one.

Label, choices and storage of a particular stand with its column in `models.py`; all else in its one
entry here. Page, form, list, filters, API and ledger are made from it, and its rule is asked at
every door (docs/adr/0016).
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from typing import Any

from bihuan.kit.words import _, gettext

from . import rules
from .kinds import Nature, Sector
from .particular import FormCard, LedgerCells, NumberLimits, Particular
from .presets import industries

Values = Mapping[str, Any]


def _name(name: str | None) -> str:
    return "" if name else gettext("A project needs a name.")


def _industry(code: str | None) -> str:
    return rules.industry_problem(code, industries())


def _industry_name(code: str) -> str:
    return industries().name_of(code)


CATALOGUE = (
    Particular("name", FormCard.IDENTITY, rule=_name, on_page=False, in_list=False),
    Particular(
        "national_code",
        FormCard.IDENTITY,
        LedgerCells(
            "code", "项目代码 国家项目代码 项目审批代码 项目编码 投资项目代码", key="code", width=26
        ),
        rule=rules.code_problem,
        is_code=True,
    ),
    Particular(
        "sector",
        FormCard.IDENTITY,
        LedgerCells(
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
        FormCard.IDENTITY,
        LedgerCells("industry", "所属行业 行业 国标行业", key="industry"),
        rule=_industry,
        is_code=True,
        meaning=_industry_name,
    ),
    Particular(
        "nature",
        FormCard.IDENTITY,
        LedgerCells(
            "nature",
            "建设性质 项目性质 性质",
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
        FormCard.IDENTITY,
        LedgerCells(
            "text",
            """建设规模及内容 建设内容及规模 主要建设内容 建设内容 建设规模 主要建设内容及规模
            建设规模及主要内容 建设规模和内容 建设内容和规模 项目概况 项目简介""",
            width=40,
        ),
        in_list=False,
    ),
    Particular(
        "region_code", FormCard.PLACE, rule=rules.region_problem, is_code=True, on_page=False
    ),
    Particular(
        "place",
        FormCard.PLACE,
        LedgerCells("line", "建设地点 建设地址 项目地点 建设地点乡镇街道 建设位置"),
    ),
    Particular(
        "longitude", FormCard.PLACE, LedgerCells("decimal", "经度"), on_page=False, in_list=False
    ),
    Particular(
        "latitude",
        FormCard.PLACE,
        LedgerCells("decimal", "纬度"),
        rule=rules.place_problem,
        beside=("longitude",),
        on_page=False,
        in_list=False,
    ),
    Particular(
        "land_mu",
        FormCard.PLACE,
        LedgerCells(
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
        limits=NumberLimits(0, 1_000_000),  # PROJ-9: more than a whole district has
        unit=_("mu"),
    ),
    Particular(
        "total_investment_yuan",
        FormCard.MONEY_AND_TIME,
        LedgerCells(
            "money",
            """总投资 计划总投资 投资总额 项目总投资 概算总投资 总投资额 估算总投资 总投资/合计
            总投资/小计 协议投资额 协议投资 协议总投资 项目投资额 投资金额 投资规模 批复总投资
            核准总投资 备案总投资 立项总投资 可研总投资 审定总投资 调整后总投资 合同总投资""",
            key="total",
        ),
        limits=NumberLimits(0, 10**13),  # PROJ-6: a hundred thousand 亿; no project comes near
        on_page=False,
    ),
    Particular(
        "planned_start_on",
        FormCard.MONEY_AND_TIME,
        LedgerCells(
            "day",
            """计划开工时间 计划开工日期 计划开工 拟开工时间 开工时间 计划开工年月 预计开工时间
            拟开工年月""",
        ),
    ),
    Particular(
        "planned_finish_on",
        FormCard.MONEY_AND_TIME,
        LedgerCells(
            "last_day",
            """计划竣工时间 计划竣工日期 计划竣工 拟建成时间 计划完工时间 竣工时间 计划竣工年月
            预计竣工时间 建成时间 计划建成时间""",
        ),
        rule=rules.date_problem,
        beside=("planned_start_on",),
    ),
    Particular(
        "owner",
        FormCard.PEOPLE,
        LedgerCells(
            "party",
            """项目业主 业主单位 项目业主单位 建设单位 项目单位 项目法人 项目法人单位 建设业主 业主
            建设主体""",
        ),
    ),
    Particular(
        "responsible",
        FormCard.PEOPLE,
        LedgerCells(
            "party", "责任单位 牵头单位 责任部门 责任部门单位 行业主管部门 主管部门 牵头责任单位"
        ),
    ),
    Particular(
        "commander",
        FormCard.PEOPLE,
        LedgerCells(
            "person",
            """指挥长 责任领导 包联领导 联系领导 项目指挥长 包保领导 包保责任领导 区级领导
            区级责任领导 包抓领导 包保责任领导姓名职务 包保领导姓名职务 挂点领导 挂钩领导 挂联领导
            挂包领导 联点领导 挂帅领导 挂点联系领导 挂钩联系领导 责任区领导 联系区领导 包联区领导
            包保区领导 包抓区领导 挂点区领导 挂钩区领导 县级领导 县级责任领导 责任县领导 联系县领导
            包联县领导 包保县领导 包抓县领导 挂点县领导 挂钩县领导""",
        ),
    ),
    Particular(
        "contact",
        FormCard.PEOPLE,
        LedgerCells("text", "联络员 联系人 联系人及电话 联系人及联系电话 联络员及电话 联络员电话"),
        in_list=False,
    ),
    Particular(
        "contact_phone",
        FormCard.PEOPLE,
        LedgerCells("line", "联系电话 电话 联系方式"),
        in_list=False,
    ),
    Particular("chain", FormCard.READ_UNDER, LedgerCells("name", "产业链 所属产业链")),
    Particular(
        "remark",
        FormCard.READ_UNDER,
        LedgerCells("text", "备注 说明"),
        on_page=False,
        in_list=False,
    ),
)
BY_NAME = {each.name: each for each in CATALOGUE}
FIELDS = tuple(BY_NAME)
PLAIN = tuple(each.name for each in CATALOGUE if not each.is_reference)
IN_LEDGER: dict[str, Particular] = {each.key: each for each in CATALOGUE if each.cells}
"""Those that a ledger tells of, by the names that they have there. The name is the row's own."""
LISTED = tuple(each for each in CATALOGUE if each.in_list and not each.is_reference)
"""Those that stand in the list of projects as they are; organisations and others stand by name."""


def on_card(card: FormCard) -> Iterator[Particular]:
    """Return the particulars of one card of the form, in order."""
    return (each for each in CATALOGUE if each.card == card)


def problems(values: Values) -> dict[str, str]:
    """Return what is wrong with a project's particulars: a sentence by field (PROJ-1 to 6)."""
    found = ((each.name, each.problem(values)) for each in CATALOGUE)
    return {name: sentence for name, sentence in found if sentence}


def problems_of(values: Values, said: Container[str]) -> dict[str, str]:
    """Return what is wrong with those that were `said`, or that one of them stands beside."""
    return {
        name: sentence
        for name, sentence in problems(values).items()
        if any(each in said for each in (name, *BY_NAME[name].beside))
    }


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
