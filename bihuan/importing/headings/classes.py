"""Which class of projects a heading, a title or a stage speaks of. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bihuan.kit.numbers import plain
from bihuan.projects.kinds import ProjectClass

CONSTRUCTION, PREPARATION, LEGACY = (
    ProjectClass.CONSTRUCTION,
    ProjectClass.PREPARATION,
    ProjectClass.LEGACY,
)
CLASSES = {
    "开工建设": CONSTRUCTION,
    "在建": CONSTRUCTION,
    "收尾": CONSTRUCTION,
    "续建": CONSTRUCTION,
    "新开工": CONSTRUCTION,
    "拟开工": CONSTRUCTION,
    "竣工投产": CONSTRUCTION,
    "竣工": CONSTRUCTION,
    "投产": CONSTRUCTION,
    "投用": CONSTRUCTION,
    "开工": CONSTRUCTION,
    "前期储备": PREPARATION,
    "前期": PREPARATION,
    "储备": PREPARATION,
    "谋划": PREPARATION,
    "预备": PREPARATION,
    "在谈": LEGACY,
    "签约": LEGACY,
    "招商处遗": LEGACY,
    "招商引资": LEGACY,
    "招商": LEGACY,
    "处遗": LEGACY,
    "遗留": LEGACY,
}
"""Words of the classes; of two that begin alike the longer first."""
STAGES = (
    "续建",
    "新开工",
    "拟开工",
    "在建",
    "收尾",
    "竣工",
    "投产",
    "投用",
    "开工",
    "前期",
    "预备",
    "谋划",
    "储备",
    "签约",
    "在谈",
)
BUILT = re.compile("新建|扩建|改建|技改|迁建")
"""Natures of what is being built."""
_NOT = "(?<![未待停缓不转])"
"""Before a word that is not, or not yet, so: 未开工, 前期转开工."""
_WORD = "|".join(CLASSES)
_WHOLE_WORD = re.compile(rf"{_NOT}({_WORD})")
_SERIAL = r"^([一二三四五六七八九十]+[、.．]?|[（(][一二三四五六七八九十\d]+[)）]|\d+[、.．])?"
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_TURNED = re.compile(rf"[未待停缓不转](?:{_WORD})")
_AROUND = (
    r"(重大|重点|省级|市级|区级|县级|省|市|区|县|产业类?|工业类?|农业类?|服务业类?|基础设施类?|民生类?|社会"
    r"(?:事业|民生)?类?|生态(?:环保)?类?|环保类?|交通类?|水利类?|城建类?|项目|工程|类别?|部分|计划|阶段|的|"
    r"\d+个|\d{4}年度?|[今本当]年度?|年[度内]|工作|共|、|和|及|与|:|/)"
)
_IS_CLASS = re.compile(rf"{_NOT}({_WORD})类")
_IN_TITLE = re.compile(rf"{_NOT}({_WORD})(?:(?:重点|重大)?项目|类)")


@lru_cache(maxsize=1)
def _about() -> re.Pattern[str]:
    """Return the pattern of words about classes alone; to make it takes longer than all others."""
    return re.compile(rf"({_AROUND})*({_WORD})(({_AROUND})*({_WORD})?)*")


def class_in_group(text: str) -> ProjectClass | None:
    """Return the class that a group's heading speaks of and of nothing else: 粮食储备 is none."""
    words = _BRACKETS.sub("", re.sub(r"\s", "", plain(text)))
    words = re.sub(_SERIAL, "", words)
    return _only(words) if _about().fullmatch(words) else None


def class_in_title(titles: Sequence[str]) -> ProjectClass | None:
    """Return the class in the name of a sheet or a title: 招商项目, 前期储备类; 招商局 is an office
    and 粮食储备项目 no class.
    """
    for title in titles:
        words = re.sub(r"\s", "", plain(title))
        found = list(_IN_TITLE.finditer(words))

        classes = {CLASSES[f[1]] for f in found if not _is_stock(words, f)}
        if len(classes) == 1:
            return classes.pop()
    return None


def _is_stock(words: str, found: re.Match[str]) -> bool:
    """True for a stock of something: 粮食储备, 应急物资储备, 能源储备."""
    return found[1] == "储备" and words[: found.start()].endswith(
        ("粮食", "粮油", "物资", "能源", "应急", "土地", "石油", "煤炭", "冷链")
    )


def _only(words: str) -> ProjectClass | None:
    found = {CLASSES[word] for word in re.findall(_WORD, words)}
    return found.pop() if len(found) == 1 else None


def is_named_class(text: str) -> bool:
    """Return whether a heading calls its class a class (招商处遗类), and not by some word of it."""
    return _IS_CLASS.search(re.sub(r"\s", "", plain(text))) is not None


def contradicting(
    group: ProjectClass | None, cells: Sequence[str], *, is_named: bool
) -> ProjectClass | None:
    """Return the class that a row says by its stage, or by its nature where no heading names the
    class as one, against its group: 续建 under 前期储备, 新建 under 招商引资; None if they agree.
    """
    if group is None:
        return None
    words = re.sub(r"\s", "", "".join(map(plain, cells)))
    said = stage_in(words)
    if said is None and group == LEGACY and not is_named and BUILT.search(words):
        said = CONSTRUCTION
    return said if said != group else None


def stage_in(text: str) -> ProjectClass | None:
    """Return the class of a stage that stands in place of a nature; of 新建 there is none."""
    words = re.sub(r"\s", "", plain(text))
    if is_turned(words):
        return None
    return next((CLASSES[stage] for stage in STAGES if stage in words), None)


def is_turned(words: str) -> bool:
    """True where words say that something is not, or not yet, or becomes another class."""
    return bool(_TURNED.search(words))


def classes_named(words: str) -> tuple[ProjectClass, ...]:
    """Return the classes that words name, each once: none by 未开工."""
    return tuple(dict.fromkeys(CLASSES[found[1]] for found in _WHOLE_WORD.finditer(words)))
