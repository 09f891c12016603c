"""Where notices go: channels, and how the office sends."""

from __future__ import annotations

from datetime import datetime, time

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.notices.addresses import MailServer, check_server, is_public, read_address
from bihuan.notices.kinds import ChannelKind
from bihuan.notices.models import Channel, Post

MOST_OWN = 5


@action
def add_channel(
    *,
    name: str,
    kind: str,
    address: str,
    by: User,
    at: datetime,
    owner: User | None = None,
    organisation: Organisation | None = None,
    secret: str = "",
) -> Channel:
    """Add a channel to one person, to an organisation's group, or (neither) to the district's.

    One's own needs no leave, as long as it leads to a public robot or a mailbox; any other is the
    office's affair (NOTICE-6). Raises Refusal for an address that leads nowhere.
    """
    require(by, Can.VIEW_SAVE if owner == by else Can.NOTICE_MANAGE)
    if kind not in ChannelKind.values:
        raise Refusal(gettext("There is no such way."))
    address = read_address(kind, address)
    if not is_public(kind, address) and not may(by, Can.NOTICE_MANAGE):
        raise NotAllowed(gettext("Only the office may send to a server of its own choice."))
    if not name.strip():
        raise Refusal(gettext("Give it a name."))
    if owner is not None:
        _check_room(owner)
    channel = Channel.objects.create(
        name=name.strip(),
        kind=kind,
        owner=owner,
        organisation=organisation,
        address=address,
        secret=secret.strip(),
        added_at=at,
    )
    record(
        "channel.added",
        channel,
        by=by,
        at=at,
        name=channel.name,
        kind=kind,
        owner=owner.get_username() if owner else "",
        address=channel.masked,
    )
    return channel


@action
def switch_channel(*, channel: Channel, on: bool, by: User, at: datetime) -> Channel:
    """Begin or cease to use a channel. Nothing is deleted: the log refers to it."""
    require(by, Can.VIEW_SAVE if channel.owner == by else Can.NOTICE_MANAGE)
    channel = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    if channel.is_active != on:
        if on and channel.owner is not None:
            _check_room(channel.owner)
        channel.is_active = on
        channel.save()
        verb = "channel.switched_on" if on else "channel.switched_off"
        record(verb, channel, by=by, at=at, name=channel.name)
    return channel


@action
def pass_channel_on(
    *, channel: Channel, into: Organisation, reason: str, by: User, at: datetime
) -> Channel:
    """Let the channel of a group tell of the organisation that took its own in."""
    require(by, Can.NOTICE_MANAGE)
    channel = Channel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    if channel.organisation_id == into.pk:
        return channel
    changes = {"organisation": [channel.organisation_id, into.pk]}
    channel.organisation = into
    channel.save()
    record("channel.passed_on", channel, by=by, at=at, changes=changes, reason=reason)
    return channel


@action
def set_post(
    *, digest_from: time, site_address: str, server: MailServer, by: User, at: datetime
) -> Post:
    """Set how the office sends. A server's password None keeps the one there is."""
    require(by, Can.NOTICE_MANAGE)
    if site_address and not site_address.startswith(("http://", "https://")):
        raise Refusal(gettext("Paste the whole address, beginning with https://"))
    check_server(server)
    was = Post.objects.select_for_update().first() or Post()
    now = Post(
        pk=1,
        digest_from=digest_from,
        site_address=site_address.strip(),
        mail_host=server.host,
        mail_port=server.port,
        mail_security=server.security,
        mail_user=server.user,
        mail_password=was.mail_password if server.password is None else server.password,
        mail_from=server.sender,
    )
    changes = _changes(was, now, server.password)
    if changes or was._state.adding:
        now.save()
        record("post.set", now, by=by, at=at, **changes)
    return now


def _check_room(owner: User) -> None:
    """Refuse one channel too many; the owner's row is locked, so that two at once are counted."""
    User.objects.select_for_update(of=("self",)).get(pk=owner.pk)
    if Channel.objects.of(owner).live().count() >= MOST_OWN:
        raise Refusal(gettext("You use %s channels already: switch one off first.") % MOST_OWN)


def _changes(was: Post, now: Post, password: str | None) -> dict[str, object]:
    """What changed, [old, new] each; of the password only that it did."""
    shown = (
        "digest_from",
        "site_address",
        "mail_host",
        "mail_port",
        "mail_security",
        "mail_user",
        "mail_from",
    )
    changes: dict[str, object] = {
        name: [getattr(was, name), getattr(now, name)]
        for name in shown
        if getattr(was, name) != getattr(now, name)
    }
    if password is not None:
        changes["mail_password"] = "changed"
    return changes
