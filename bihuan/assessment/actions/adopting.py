"""Which scheme holds from a day on: one of a file, or an edition of a draft that is adopted."""

from __future__ import annotations

from datetime import date, datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import require
from bihuan.accounts.queries import counted_as
from bihuan.accounts.roles import Can
from bihuan.assessment.models import AdoptedScheme, Freeze, SchemeDraft, SchemeEdition
from bihuan.assessment.presets import schemes_known
from bihuan.assessment.queries.scheme_drafts import is_alone_with_rules
from bihuan.assessment.rules import scheme_drafts as rules
from bihuan.assessment.rules.scheme_texts import read_scheme
from bihuan.assessment.rules.stored_schemes import digest_of, to_plain
from bihuan.audit.log import last_actor, record
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.writing import action
from bihuan.progress.actions import choose_rules
from bihuan.progress.queries.open_days import proposed_day
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import spells_of
from bihuan.projects.rules import check_edition
from bihuan.projects.rules_in_force import would_change


@action
def adopt_draft(
    *, draft: SchemeDraft, edition: int, by: User, at: datetime, since: date | None = None
) -> AdoptedScheme:
    """Let the newest edition of a draft, which is the one that was seen, hold from a day on. Raises
    Refusal for a day in a locked or frozen month or before one, for a title and version that
    another scheme has, and to the person who saved that edition.
    """
    require(by, Can.RULES_CHANGE)
    draft = SchemeDraft.objects.select_for_update().get(pk=draft.pk)
    rules.check_open(is_discarded=draft.discarded_at is not None)
    check_edition(draft.edition, edition, last_actor(draft))
    newest = draft.editions.get(number=draft.edition)
    persons = counted_as(by)
    rules.check_second_person(newest.by_id, persons, is_alone=is_alone_with_rules(persons))
    adopted = AdoptedScheme.objects.filter(edition=newest).first() or _adopt(newest, by, at)
    day = since or proposed_day(local_day(at))
    record("scheme.adopted", adopted, by=by, at=at, since=day, digest=adopted.digest)
    choose_scheme(name=adopted.name, since=day, by=by, at=at)
    return adopted


@action
def choose_scheme(
    *, name: str, by: User, at: datetime, since: date | None = None, edition: int | None = None
) -> None:
    """Let a scheme hold from a day on. Raises Refusal for a day in a locked or frozen month or
    before one. `edition` is the district's that was seen.
    """
    require(by, Can.RULES_CHANGE)
    check_scheme_choice(name, since or proposed_day(local_day(at)))
    choose_rules(presets={Rules.ASSESSMENT: name}, since=since, by=by, at=at, edition=edition)


def check_scheme_choice(name: str, since: date) -> None:
    """Raise Refusal if the choice of a scheme would change by what frozen scores were judged."""
    if would_change(spells_of(Rules.ASSESSMENT), name, since):
        newest = Freeze.objects.order_by("-month").values_list("month", flat=True).first()
        rules.check_not_frozen(since, Month.of(newest) if newest else None)


def _adopt(newest: SchemeEdition, by: User, at: datetime) -> AdoptedScheme:
    scheme = read_scheme(newest.text)
    known = [each.latest for each in schemes_known().values()]
    rules.check_distinct(scheme.title, scheme.version, ((k.title, k.version) for k in known))
    stored = to_plain(scheme)
    return AdoptedScheme.objects.create(
        edition=newest,
        name=f"draft-{newest.draft_id}-{newest.number}",
        scheme=stored,
        digest=digest_of(stored),
        by=by,
        at=at,
    )
