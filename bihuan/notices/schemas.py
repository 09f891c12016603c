"""Shapes of the API: channels and notices."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from ninja import Field, Schema

from bihuan.kit.schemas import RowNumber

from .kinds import ChannelKind, NoticeState, Security
from .models import Channel, Notice

Name = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Address = Annotated[str, Field(max_length=450, pattern=r"^[^\x00]*$")]
State = Annotated[str, Field(max_length=10, description=", ".join(NoticeState.values))]


class ChannelIn(Schema):
    """A way to oneself; with `group` true to a chat group: of an organisation, or the office's."""

    name: Name
    kind: ChannelKind
    address: Address
    secret: Short = ""
    group: bool = False
    organisation_id: RowNumber | None = None


class ChannelOut(Schema):
    """A channel. Its address is never told again: `address` hides what is secret."""

    id: int
    name: str
    kind: str
    owner_id: int | None
    organisation_id: int | None
    address: str
    is_active: bool

    @staticmethod
    def resolve_address(channel: Channel) -> str:
        return channel.masked


class SwitchIn(Schema):
    """Whether the channel is used from now on."""

    on: bool


class NoticeOut(Schema):
    """One message and what became of it."""

    id: int
    kind: str
    channel_id: int
    recipient: str
    day: date
    subject: str
    state: str
    attempts: int
    last_error: str
    sent_at: datetime | None
    next_at: datetime | None

    @staticmethod
    def resolve_recipient(notice: Notice) -> str:
        return notice.recipient.get_username() if notice.recipient else ""


class PostIn(Schema):
    """How the office sends. No `mail_password`: the one there is stays."""

    digest_from: time
    site_address: Short = ""
    mail_host: Short = ""
    mail_port: Annotated[int, Field(ge=1, le=65_535)] = 465
    mail_security: Security = Security.SSL
    mail_user: Short = ""
    mail_password: Short | None = None
    mail_from: Short = ""


class PostOut(Schema):
    """How the office sends; the password is never told."""

    digest_from: time
    site_address: str
    mail_host: str
    mail_port: int
    mail_security: str
    mail_user: str
    mail_from: str


class ContactOut(Schema):
    name: str
    phone: str


class OwnerContactsOut(Schema):
    """One owner of projects whose reports are missing, and who is reached there."""

    organisation: str
    contacts: list[ContactOut]


class DebtorOut(Schema):
    """One organisation that owes reports; `ways` are the channels that reach it or the owners."""

    organisation_id: int | None
    organisation: str
    projects: list[str]
    contacts: list[ContactOut]
    owners: list[OwnerContactsOut]
    ways: int
    reminded_at: datetime | None


class ChaseOut(Schema):
    closes_on: date | None
    owed: int
    debtors: list[DebtorOut]


class RemindIn(Schema):
    organisation_ids: Annotated[list[RowNumber], Field(max_length=5_000)]


class RemindedOut(Schema):
    """How many organisations were reminded, and to how many channels a reminder goes."""

    organisations: int
    channels: int
