"""The short and full names of one organisation: 区住建局 is 区住房和城乡建设局. Pure."""

from __future__ import annotations

import re

from bihuan.kit.numbers import plain

SHORT = {
    "发改": "发展和改革",
    "住建": "住房和城乡建设",
    "自规": "自然资源和规划",
    "工信": "工业和信息化",
    "科工信": "科学技术和工业信息化",
    "文旅": "文化和旅游",
    "文旅广体": "文化旅游广电体育",
    "文旅广电": "文化旅游广电",
    "卫健": "卫生健康",
    "农水": "农业农村和水利",
    "人社": "人力资源和社会保障",
    "市监": "市场监督管理",
    "市场监管": "市场监督管理",
    "退役军人": "退役军人事务",
    "交通": "交通运输",
    "城管": "城市管理和综合执法",
    "行审": "行政审批服务",
    "农业": "农业农村",
    "环保": "生态环境",
    "应急": "应急管理",
    "商务粮食": "商务和粮食",
    "科技": "科学技术",
    "教体": "教育体育",
    "民宗": "民族宗教事务",
}
"""What bureaus are called for short: the words before 局, 委 and the like."""
KINDS = "局|委员会|委|办公室|办|中心"
LEVELS = {"省": "省", "市": "市", "州": "州"}
_BODY = re.compile(rf"^(.*?)({KINDS})$")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]$")
_ENDS = re.compile(
    r"(局|委|办|厅|公司|集团|中心|街道|街道办|镇|乡|政府|院|校|学|园|所|站|会|厂|部|处|队|社|银行|医院)$"
)
_BETWEEN = re.compile(r"[、,，;；/\n]+")


def organisation_key(name: str, district: str) -> str:
    """Return what short and full names of one organisation have in common. `district` is the name
    of ours: its bureaus may go by it, by 区 or 县, or by nothing; those of the city do not.
    """
    words = _BRACKETS.sub("", re.sub(r"\s", "", plain(name)))
    words = words.removeprefix(district)
    level = ""
    if found := re.match(r"^[\u4e00-\u9fff]{0,4}?([省市州])(?=.{2,})", words):
        level, words = LEVELS[found[1]], words[found.end() :]
    elif not level:
        words = re.sub(r"^[区县旗](?=.{2,})", "", words)
    body = _BODY.match(words)
    if not body:
        return level + words
    kind = {"委员会": "委", "办公室": "办"}.get(body[2], body[2])
    return level + SHORT.get(body[1], body[1]) + kind


def organisations_in(text: str) -> list[str]:
    """Return the organisations that a cell names: on lines, or between commas, slashes and 、.
    A name that was only broken to fit its cell is one.
    """
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) < 2 or all(_ENDS.search(part) for part in parts):
        return parts
    return parts if "、" in text and "/" not in text else ["".join(text.split())]
