"""The register of industry chains: who leads, what is aimed at, which enterprises and projects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.permissions import require
from bihuan.accounts.roles import Can
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.kit.writing import action
from bihuan.projects.models import Chain, Project
from bihuan.projects.rules import name_key
from bihuan.statistics.chains.counting import counting_elsewhere
from bihuan.statistics.chains.drafts import PlaceDraft
from bihuan.statistics.chains.kinds import CameAs, ChainLink, WentAs
from bihuan.statistics.chains.models import (
    ChainEnterprise,
    ChainLead,
    ChainMember,
    ChainProject,
    ChainTarget,
)
from bihuan.statistics.rules import chains as rules

from .versions import write_version

PLACE = ("link", "counts", "since", "came_as", "until", "went_as")


@action
def set_chain_lead(
    *,
    chain: Chain,
    leader: Leader | None,
    department: Organisation | None,
    by: User,
    at: datetime,
    reason: str = "",
) -> ChainLead:
    """Say who leads a chain, and which department looks after it."""
    require(by, Can.CHAIN_MANAGE)
    Chain.objects.select_for_update().get(pk=chain.pk)
    lead = ChainLead.of(chain)
    was = [str(lead.leader or ""), str(lead.department or "")]
    lead.leader, lead.department = leader, department
    now = [str(leader or ""), str(department or "")]
    if lead.pk is None or was != now:
        lead.save()
        change = {"chain": chain.name, "lead": [was, now], "reason": reason}
        record("chain.lead_set", lead, by=by, at=at, **change)
    return lead


@action
def enrol_enterprise(*, chain: Chain, draft: PlaceDraft, by: User, at: datetime) -> ChainMember:
    """Give an enterprise its place in a chain; who is not in the register yet is put there."""
    require(by, Can.CHAIN_ENTER, ChainLead.of(chain))
    Chain.objects.select_for_update().get(pk=chain.pk)
    _check(draft, chain, at)
    enterprise = ChainEnterprise.objects.filter(name_key=name_key(draft.name)).first()
    if enterprise and ChainMember.objects.filter(chain=chain, enterprise=enterprise).exists():
        raise Refusal(gettext("“%s” stands in this chain already.") % enterprise)
    enterprise = _written_enterprise(enterprise or ChainEnterprise(), draft)
    member = ChainMember(chain=chain, enterprise=enterprise, **_place(draft))
    member.save()
    record("chain.enterprise_enrolled", member, by=by, at=at, **_said(draft))
    return member


@action
def edit_place(*, member: ChainMember, draft: PlaceDraft, by: User, at: datetime) -> ChainMember:
    """Change what the register says of an enterprise and its place: its link, since when, how it
    left. Output stands under its name, which stays as it is.
    """
    require(by, Can.CHAIN_ENTER, ChainLead.of(member.chain))
    Chain.objects.select_for_update().get(pk=member.chain_id)
    rows = ChainMember.objects.select_for_update(of=("self",))
    member = rows.select_related("enterprise", "chain").get(pk=member.pk)
    if name_key(draft.name) != member.enterprise.name_key:
        raise Refusal(gettext("Output stands under this name: enrol another enterprise instead."))
    _check(draft, member.chain, at)
    was = _said(draft_of(member))
    if was == _said(draft):
        return member
    _written_enterprise(member.enterprise, draft)
    for name, value in _place(draft).items():
        setattr(member, name, value)
    member.save()
    now = _said(draft)
    changes = {name: [was[name], now[name]] for name in now if was[name] != now[name]}
    record("chain.place_edited", member, by=by, at=at, changes=changes)
    return member


@action
def set_chain_target(
    *, chain: Chain, year: int, target_yuan: int, by: User, at: datetime, reason: str = ""
) -> ChainTarget:
    """Say what a chain is to put out in a year; over a target that stands, a new version."""
    require(by, Can.CHAIN_MANAGE)
    Chain.objects.select_for_update().get(pk=chain.pk)
    old = ChainTarget.objects.filter(chain=chain, year=year, is_current=True).first()
    if old is not None and old.target_yuan == target_yuan:
        return old
    rules.check_target(target_yuan, stands=old is not None, reason=reason)
    fresh = ChainTarget(
        chain=chain, year=year, target_yuan=target_yuan, reason=reason, recorded_at=at
    )
    new = write_version(fresh, over=old)
    change = [old.target_yuan if old else None, target_yuan]
    record("chain.target_set", new, by=by, at=at, yuan=change, reason=reason)
    return new


@action
def place_project(
    *, project: Project, link: str, expected_output_yuan: int | None, by: User, at: datetime
) -> ChainProject:
    """Say where in its chain a project stands, and what it will add a year once it is in use."""
    locked = Project.objects.select_for_update(of=("self",)).select_related("chain")
    project = locked.get(pk=project.pk)
    if project.chain is None:
        require(by, Can.CHAIN_MANAGE)
        raise Refusal(gettext("This project belongs to no industry chain."))
    require(by, Can.CHAIN_ENTER, ChainLead.of(project.chain))
    rules.check_expected(expected_output_yuan)
    _check_link(link)
    place = ChainProject.objects.filter(project=project).first() or ChainProject(project=project)
    was = [place.link, place.expected_output_yuan]
    if was == [link, expected_output_yuan]:
        return place
    place.link, place.expected_output_yuan = link, expected_output_yuan
    place.save()
    change = [was, [link, expected_output_yuan]]
    record("chain.project_placed", place, by=by, at=at, project=project.pk, place=change)
    return place


def draft_of(member: ChainMember) -> PlaceDraft:
    """Return what the register says of an enterprise and its place, to be changed."""
    return PlaceDraft(
        name=member.enterprise.name,
        credit_code=member.enterprise.credit_code,
        above_scale_on=member.enterprise.above_scale_on,
        **{name: getattr(member, name) for name in PLACE},
    )


def _place(draft: PlaceDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in PLACE}


def _said(draft: PlaceDraft) -> dict[str, Any]:
    return {**vars(draft), "name": draft.name.strip()}


def _check(draft: PlaceDraft, chain: Chain, at: datetime) -> None:
    """Refuse what the rules of the register forbid (CHAIN-3 and 4)."""
    today = local_day(at)
    rules.check_enterprise(draft.name, draft.credit_code)
    rules.check_place(
        since=draft.since,
        came_as=draft.came_as,
        until=draft.until,
        went_as=draft.went_as,
        today=today,
    )
    _check_link(draft.link)
    if draft.came_as not in ("", *CameAs) or draft.went_as not in ("", *WentAs):
        raise Refusal(gettext("Say how it came or left by the list."))
    _check_above_scale(draft.above_scale_on, today)
    if draft.counts and draft.until is None:
        rules.check_one_counts(draft.name.strip(), counting_elsewhere(draft.name, chain))
    code = draft.credit_code
    same = ChainEnterprise.objects.filter(credit_code=code).exclude(name_key=name_key(draft.name))
    if code and (bearer := same.first()):
        raise Refusal(gettext("“%s” bears this credit code.") % bearer)


def _check_above_scale(day: date | None, today: date) -> None:
    if day and day > today:
        raise Refusal(gettext("An enterprise is not above scale before the day has come."))


def _check_link(link: str) -> None:
    if link not in ChainLink.values:
        raise Refusal(gettext("Say which link of the chain it is: up, mid or down the stream."))


def _written_enterprise(enterprise: ChainEnterprise, draft: PlaceDraft) -> ChainEnterprise:
    name = enterprise.name or draft.name.strip()
    enterprise.name, enterprise.name_key = name, name_key(name)
    enterprise.credit_code = draft.credit_code or enterprise.credit_code
    enterprise.above_scale_on = draft.above_scale_on
    enterprise.save()
    return enterprise
