"""What offices call the roles of the system. Pure."""

from __future__ import annotations

from bihuan.accounts.roles import Role
from bihuan.kit.numbers import plain

WORDS: dict[str, tuple[str, ...]] = {
    Role.OFFICE: ("重点办", "重点项目办", "重点项目办公室", "重点办管理员"),
    Role.REPORTER: ("填报人", "填报员", "填报人员", "填报", "联络员", "项目联络员"),
    Role.DEPARTMENT: ("责任单位", "责任部门", "主管部门", "行业部门", "审核人", "初审人"),
    Role.COMMANDER: ("指挥长", "项目指挥长", "区领导", "县领导", "包联领导", "牵头领导"),
    Role.SUPERVISOR: ("督查", "督查室", "督查员", "督查人员", "督导", "督办"),
    Role.STATISTICS: ("统计局", "统计", "统计员", "统计人员"),
    Role.VIEWER: ("查阅", "查阅人", "查看", "只读", "浏览"),
}
_BY_WORD = {word: role for role, words in WORDS.items() for word in words}
TAUGHT = "、".join(words[0] for words in WORDS.values())


def role_called(word: str) -> str:
    """Return the role that a word means, also by its name in the code; "" if none."""
    said = "".join(plain(word).split()).casefold()
    return _BY_WORD.get(said, said if said in WORDS else "")


def word_of(role: str) -> str:
    """Return what a role is called in workbooks."""
    return WORDS[role][0] if role in WORDS else ""
