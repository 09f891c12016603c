"""Papers about matters: the words that fill an office's sentences, and the sheet they make."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from bihuan.accounts.models import Leader
from bihuan.kit.days import chinese_day, local_day
from bihuan.kit.money import wan
from bihuan.kit.papers import Field, Rows, readable
from bihuan.kit.papers import Paper as Sheet
from bihuan.kit.workdays import workdays_between
from bihuan.matters.kinds import RUNNING, MatterKind, PaperKind, Source, Verb
from bihuan.matters.models import Matter
from bihuan.matters.presets import district_policy
from bihuan.projects.models import District

from .decision_table import PaperDecision, addressees, decision_table
from .presets import office_wordings
from .wording import Wording, fill

_UPPER = re.compile(r"^(?:.{2,}?[省市州盟](?=.{2,}))+")
BLANK = "　"
"""Stands in the number of a paper that has none yet."""


@dataclass(frozen=True)
class Stamp:
    """What a paper bears beside its text: number within kind and year (None before it is issued),
    day and signer.
    """

    day: date
    signer: str = ""
    number: int | None = None


def opening_text(kind: PaperKind, matter: Matter, on: date) -> str:
    """Return the text that the issuer begins with: one paragraph a line."""
    words = _words(matter, Stamp(on))
    filled = fill(office_wordings().of(kind).text, words)
    return "\n".join(line for line in filled.splitlines() if line.strip())


def decisions_text(title: str) -> str:
    """Return the sentences above a list of decisions."""
    return fill(office_wordings().decisions.text, {**_district_words(), "title": title}).strip()


def matter_sheet(kind: PaperKind, matter: Matter, *, text: str, stamp: Stamp) -> Sheet:
    """Return the paper of one kind about a matter, as of `stamp.day`."""
    wording, words = office_wordings().of(kind), _words(matter, stamp)
    fields = tuple(
        Field(line.label, readable(fill(line.value, words)), line.wide, line.room)
        for line in wording.fields
    )
    return _sheet(wording, words, stamp, text=text, fields=fields)


def decisions_sheet(
    title: str, decisions: Sequence[PaperDecision], *, text: str, addressee: str, stamp: Stamp
) -> Sheet:
    """Return the list of what a meeting decided."""
    words = {**_district_words(), **_stamp_words(stamp), "title": readable(title)}
    return _sheet(
        office_wordings().decisions,
        words,
        stamp,
        text=text,
        table=decision_table(decisions),
        addressee=readable(addressee) or addressees(decisions),
    )


def result_text(kind: PaperKind, words: Mapping[str, str], on: date) -> str:
    """Return the text that the issuer of a paper about a result begins with: one paragraph a line.
    `words` are those that the score and what follows from it fill in.
    """
    known = {**_district_words(), **_stamp_words(Stamp(on)), **words}
    filled = fill(office_wordings().of(kind).text, known)
    return "\n".join(line for line in filled.splitlines() if line.strip())


def result_sheet(kind: PaperKind, words: Mapping[str, str], *, text: str, stamp: Stamp) -> Sheet:
    """Return the paper about a result of an assessment, as of `stamp.day`."""
    wording = office_wordings().of(kind)
    known = {**_district_words(), **_stamp_words(stamp), **words}
    fields = tuple(
        Field(line.label, readable(fill(line.value, known)), line.wide, line.room)
        for line in wording.fields
    )
    return _sheet(wording, known, stamp, text=text, fields=fields)


def _sheet(
    wording: Wording,
    words: dict[str, str],
    stamp: Stamp,
    *,
    text: str,
    fields: tuple[Field, ...] = (),
    table: Rows | None = None,
    addressee: str = "",
) -> Sheet:
    copies = (readable(fill(each, words)) for each in wording.copies_to)
    return Sheet(
        mark=fill(wording.mark, words),
        number=fill(wording.number, words),
        title=fill(wording.title, words),
        day=stamp.day,
        issuer=words["issuer"],
        addressee=addressee or readable(fill(wording.addressee, words)),
        paragraphs=paragraphs(text),
        fields=fields,
        table=table,
        signer=readable(stamp.signer),
        upward=wording.upward,
        drop_mm=wording.drop_mm,
        copies_to=tuple(dict.fromkeys(copy for copy in copies if copy)),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a typed text: one a line, empty ones left out."""
    lines = (line.strip() for line in readable(text).splitlines())
    return tuple(line for line in lines if line)


def _words(matter: Matter, stamp: Stamp) -> dict[str, str]:
    """Return every word about a matter, in Chinese whatever language the pages are in."""
    with override("zh-hans"):
        return {
            **_district_words(),
            **_stamp_words(stamp),
            **_what(matter, stamp.day),
            **_who(matter),
            **_when(matter, stamp.day),
            **_stake(matter),
        }


def _district_words() -> dict[str, str]:
    wordings, district = office_wordings(), District.objects.served().name
    words = {"district": district, "short": wordings.short or short_name(district)}
    return {**words, "issuer": fill(wordings.issuer, words)}


def short_name(district: str) -> str:
    """Return the character that numbers begin with: 鹤 for 湖南省怀化市鹤城区."""
    return _UPPER.sub("", district)[:1]


def _stamp_words(stamp: Stamp) -> dict[str, str]:
    return {
        "year": str(stamp.day.year),
        "today": chinese_day(stamp.day),
        "signer": stamp.signer,
        "number": BLANK if stamp.number is None else str(stamp.number),
    }


def _what(matter: Matter, on: date) -> dict[str, str]:
    policy, project = district_policy(on), matter.project
    level = policy.level(matter.level)
    types = {each.code: each.label for each in policy.types}
    severities = {each.code: each.label for each in policy.severities}
    return {
        "matter": matter.number,
        "title": matter.title,
        "text": matter.text or matter.title,
        "kind": str(MatterKind(matter.kind).label),
        "type": types.get(matter.type_code, ""),
        "severity": severities.get(matter.severity, ""),
        "level": level.label,
        "colour": COLOURS.get(level.colour, level.colour),
        "project": project.name if project else "",
        "code": project.national_code if project else "",
        "source": str(Source(matter.source).label),
        "source_ref": matter.source_ref,
    }


def _who(matter: Matter) -> dict[str, str]:
    in_charge = matter.lead.in_charge if matter.lead else None
    commander = matter.project.commander if matter.project else None
    principals = Leader.objects.filter(is_principal=True).order_by("pk")
    return {
        "lead": matter.lead.name if matter.lead else "",
        "supporting": "、".join(each.name for each in matter.supporting.all()),
        "in_charge": str(in_charge or ""),
        "commander": str(commander or ""),
        "principals": "、".join(str(each) for each in principals) or "主要领导",
    }


def _when(matter: Matter, on: date) -> dict[str, str]:
    left = workdays_between(on, matter.due_on) if matter.state in RUNNING else 0
    return {
        "raised": chinese_day(matter.raised_on),
        "due": chinese_day(matter.due_on),
        "first_due": chinese_day(matter.first_due_on),
        "left": str(left) if left > 0 else "",
        "overdue": str(-left) if left < 0 else "",
        "progress": _progress(matter),
        "feed_back": str(district_policy(on).feed_back_within),
    }


def _progress(matter: Matter) -> str:
    """The last word of its handlers, with its day; without the full stop."""
    said = matter.moves.filter(verb__in=[Verb.FEED_BACK, Verb.ANSWER]).exclude(note="").last()
    if said is None:
        return "承办单位尚未反馈"
    return f"{chinese_day(local_day(said.at))}：{said.note.rstrip('。')}"


def _stake(matter: Matter) -> dict[str, str]:
    return {
        "held": wan(matter.held_yuan, 0) if matter.held_yuan else "",
        "milestone": matter.milestone_name,
        "milestone_day": chinese_day(matter.milestone_on),
    }


COLOURS = {"blue": "蓝", "orange": "橙", "yellow": "黄", "red": "红"}
"""How a level's colour is called on paper."""
