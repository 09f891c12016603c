"""A reader's own views of the list."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import EventDraft, record, record_many
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action

from .models import SavedView

MOST_VIEWS = 30


@action
def save_view(*, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep a way of looking at the list under a name; the same name takes its place."""
    require(by, Can.VIEW_SAVE)
    name = name.strip()
    if not name:
        raise Refusal(gettext("Give the view a name."))
    others = SavedView.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST_VIEWS:
        raise Refusal(gettext("You have %s views already: remove one first.") % MOST_VIEWS)
    view, _new = SavedView.objects.update_or_create(
        user=by, name=name, defaults={"query": query[:2_000], "saved_at": at}
    )
    record("view.saved", view, by=by, at=at, name=name, query=view.query)
    return view


@action
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a view of one's own."""
    require(by, Can.VIEW_SAVE)
    if view.user_id != by.pk:
        raise Refusal(gettext("This view is somebody else's."))
    stands = SavedView.objects.filter(pk=view.pk).first()
    if stands is None:
        raise Refusal(gettext("This view was removed already."))
    gone = EventDraft.on("view.removed", stands, name=stands.name, query=stands.query)
    stands.delete()
    record_many([gone], by=by, at=at)
