"""What notices say: written when they are sent, for each recipient, with that person's rights and
no other's (NOTICE-8). What a digest says comes from above: the setting `DIGEST_WRITER` names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import override

from bihuan.kit.days import long_day
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.matters.models import Matter

from .chasing import chat_text, owed_through
from .kinds import ChannelKind, NoticeKind
from .models import Channel, Notice, Post
from .presets import office_times

FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in r"\`*_{}[]()#+!|<>~"}
"""Each sign that Markdown reads, as Chinese text writes it."""


@dataclass(frozen=True)
class LetterLine:
    """One line of a letter; `link` is empty where the system's address is not set."""

    text: str
    link: str = ""


@dataclass(frozen=True)
class Letter:
    """A notice before it has a format."""

    subject: str
    opening: str
    lines: tuple[LetterLine, ...] = ()
    closing: str = ""
    link: str = ""


DigestWriter = Callable[[Channel, date], Letter | None]
"""Writes what a channel is told of a day; None: nothing waits."""


def letter_of(notice: Notice, today: date) -> Letter | None:
    """Return what the notice says today; None if there is nothing to say any more."""
    with override(settings.LANGUAGE_CODE):
        if notice.kind == NoticeKind.TEST:
            return _test(notice.channel)
        if notice.kind == NoticeKind.ESCALATION:
            return _escalation(notice)
        if notice.kind == NoticeKind.REMINDER:
            return _reminder(notice, today)
        return _digest_writer()(notice.channel, today)


def written(letter: Letter, kind: str) -> str:
    """Return the letter in the format of the channel's kind: HTML for mail, else Markdown."""
    with override(settings.LANGUAGE_CODE):
        if kind == ChannelKind.MAIL:
            return render_to_string("notices/letter.html", {"letter": letter})
        return "\n".join(_markdown(letter))


def plain(text: str) -> str:
    """Return `text` on one line, the signs of Markdown full width: what people typed must not
    become links or headings, and not every robot knows a backslash for an escape.
    """
    return " ".join(text.split()).translate(FULL_WIDTH)


def full_address(path: str) -> str:
    """Return the address of a page of ours; empty where the system's address is not set."""
    base = Post.objects.current().site_address.rstrip("/")
    return base + path if base else ""


def _digest_writer() -> DigestWriter:
    writer: DigestWriter = import_string(settings.DIGEST_WRITER)
    return writer


def _escalation(notice: Notice) -> Letter | None:
    """The matters that climbed to the recipient, of which he or she may see each."""
    if notice.recipient is None:
        return None
    seen = Matter.objects.visible_to(notice.recipient).open()
    told = notice.mentions.filter(matter__in=seen).select_related("matter__project").order_by("pk")
    lines = [
        LetterLine(
            _climbed(mention.matter),
            full_address(reverse("matters:matter", args=[mention.matter_id])),
        )
        for mention in told
    ]
    if not lines:
        return None
    most = office_times().most_rows
    left = [LetterLine(gettext("and %s more") % (len(lines) - most))] if len(lines) > most else []
    return Letter(
        subject=gettext("Escalated to you: %s matters") % len(lines),
        opening=gettext("These matters were escalated to you, or are about to be:"),
        lines=(*lines[:most], *left),
        closing=gettext("All of it stands under “My work”."),
        link=full_address(reverse("todo:mine")),
    )


def _reminder(notice: Notice, today: date) -> Letter | None:
    """The reports of the month that those whom the channel reaches still owe."""
    month = Month.of(notice.day)
    owed = owed_through(notice.channel, month, today)
    if not owed.debtors:
        return None
    link = full_address(reverse("progress:round", args=[month]))
    opening, *lines = chat_text(owed, today).splitlines()
    return Letter(
        subject=gettext("Monthly reports still missing: %s") % owed.owed,
        opening=opening,
        lines=tuple(LetterLine(line) for line in lines),
        closing=gettext("Fill them in under “Monthly round”."),
        link=link,
    )


def _climbed(matter: Matter) -> str:
    parts = [
        matter.number,
        matter.title,
        matter.project.name if matter.project else "",
        gettext("due %s") % long_day(matter.due_on),
    ]
    return " · ".join(part for part in parts if part)


def _test(channel: Channel) -> Letter:
    return Letter(
        subject=gettext("Test message"),
        opening=gettext("“%s” works: notices will come this way.") % channel.name,
        link=full_address(reverse("todo:mine")),
    )


def _markdown(letter: Letter) -> Iterable[str]:
    yield f"**{plain(letter.subject)}**"
    yield ""
    yield plain(letter.opening)
    for line in letter.lines:
        said = plain(line.text)
        yield f"- [{said}]({line.link})" if line.link else f"- {said}"
    if letter.link:
        yield ""
        yield f"[{plain(letter.closing or letter.link)}]({letter.link})"
    elif letter.closing:
        yield ""
        yield plain(letter.closing)
