"""Secrets of channels and of the mail server, sealed anew."""

from __future__ import annotations

from datetime import datetime

from bihuan.audit.log import Actor, record
from bihuan.kit.bulk import shut_to_others
from bihuan.kit.sealing import reseal_fields
from bihuan.kit.writing import action
from bihuan.notices.models import Channel, Post


@action
def reseal_channels(*, by: Actor, at: datetime) -> int:
    """Seal with the newest key what is clear or sealed with another; return how many rows."""
    shut_to_others(Channel, Post)
    changed = 0
    for channel in Channel.objects.all():
        if reseal_fields(channel, "address", "secret"):
            channel.save(update_fields=["address", "secret"])
            record("channel.resealed", channel, by=by, at=at)
            changed += 1
    for post in Post.objects.all():
        if reseal_fields(post, "mail_password"):
            post.save(update_fields=["mail_password"])
            record("post.resealed", post, by=by, at=at)
            changed += 1
    return changed
