"""Receiving a visit, part by part, so that nothing is lost and nothing is there twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may, require
from bihuan.accounts.roles import Can, Role
from bihuan.audit.log import record
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.kit.writing import action, one_writer
from bihuan.lights.actions import give_inspector_light
from bihuan.matters.actions import raise_matter
from bihuan.matters.kinds import MatterKind, Source
from bihuan.matters.presets import district_policy
from bihuan.projects.models import Project
from bihuan.visits import rules
from bihuan.visits.kinds import VisitState
from bihuan.visits.models import Finding, PlannedVisit, Visit, VisitPhoto
from bihuan.visits.presets import visit_rules

from .manifest import VisitManifest, check
from .seeing import keep_photo


@action
def receive(*, said: VisitManifest, project: Project, by: User, at: datetime) -> Visit:
    """Take in what a device says of a visit; its photos follow. Said again, nothing changes.

    Another version under the same number is kept beside the first, to be settled (VISIT-6).
    """
    require(by, Can.VISIT_RECORD)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)  # twins wait in line
    digest = said.digest(project.pk)
    versions = list(Visit.objects.filter(device_id=said.device_id).order_by("pk"))
    if versions and versions[0].visited_by_id != by.pk:
        raise NotAllowed(gettext("This visit was recorded by somebody else."))
    same = next((each for each in versions if each.digest == digest), None)
    if same is not None:  # even if the project went to somebody else meanwhile
        return same
    require(by, Can.VISIT_RECORD, project)
    check(said, district_policy(local_day(at)), at)
    visit = _write(said, project, digest, first=versions[0] if versions else None, by=by, at=at)
    record(
        "visit.received",
        visit,
        by=by,
        at=at,
        project=project.pk,
        photos=len(said.parts),
        findings=len(said.findings),
        double=bool(versions),
    )
    _finish(visit, by=by, at=at)
    return visit


@action
def take_part(*, visit: Visit, sha256: str, content: bytes, by: User, at: datetime) -> Visit:
    """Take in one announced photo. Wrong content is refused; the same again changes nothing."""
    require(by, Can.VISIT_RECORD)
    visit = _locked(visit)
    if visit.visited_by_id != by.pk:
        raise NotAllowed(gettext("This visit was recorded by somebody else."))
    photo = visit.photos.filter(sha256=sha256).first()
    if photo is None:
        raise Refusal(gettext("This visit announced no such photo."))
    if photo.received_at is None:
        if hashlib.sha256(content).hexdigest() != sha256:
            raise Refusal(
                gettext("The photo did not arrive whole: its checksum differs. Send again.")
            )
        keep_photo(photo, content, at)
        record("visit.photo_received", visit, by=by, at=at, sha256=sha256)
    _finish(visit, by=by, at=at)
    return visit


@action
def record_visit(
    *, said: VisitManifest, contents: Mapping[str, bytes], project: Project, by: User, at: datetime
) -> Visit:
    """Take in a visit with all its photos at once, by their checksums: from the page online."""
    require(by, Can.VISIT_RECORD, project)
    visit = receive(said=said, project=project, by=by, at=at)
    for sha256, content in contents.items():
        visit = take_part(visit=visit, sha256=sha256, content=content, by=by, at=at)
    return visit


@action
def settle(*, visit: Visit, keep: bool, note: str, by: User, at: datetime) -> Visit:
    """Decide on a second version of a visit: keep it beside the first, or set it aside."""
    require(by, Can.VISIT_PLAN, visit)
    visit = _locked(visit)
    if visit.state != VisitState.DOUBLE:
        raise Refusal(gettext("This visit is settled, or not complete yet."))
    if not note.strip():
        raise Refusal(gettext("Say why."))
    visit.settled_by, visit.settled_note = by, note.strip()
    visit.state = VisitState.COMPLETE if keep else VisitState.SET_ASIDE
    if keep:
        visit.completed_at = at
    visit.save()
    if keep:
        _act_on(visit, by=visit.visited_by, at=at)
    record("visit.settled", visit, by=by, at=at, kept=keep, reason=note)
    return visit


def _write(
    said: VisitManifest,
    project: Project,
    digest: str,
    *,
    first: Visit | None,
    by: User,
    at: datetime,
) -> Visit:
    away = rules.distance_m(
        rules.place(said.longitude, said.latitude),
        rules.place(project.longitude, project.latitude),
    )
    visit = Visit.objects.create(
        device_id=said.device_id,
        digest=digest,
        project=project,
        visited_by=by,
        visited_at=said.visited_at,
        visited_on=local_day(said.visited_at),
        received_at=at,
        place=said.place.strip(),
        longitude=said.longitude,
        latitude=said.latitude,
        accuracy_m=said.accuracy_m,
        distance_m=away,
        off_site=rules.is_off_site(away, said.accuracy_m, visit_rules()),
        notes=said.notes.strip(),
        colour=said.colour,
        double_of=first,
    )
    Finding.objects.bulk_create(
        Finding(
            visit=visit,
            order=order,
            title=each.title.strip(),
            type_code=each.type_code,
            severity=each.severity,
        )
        for order, each in enumerate(said.findings, 1)
    )
    VisitPhoto.objects.bulk_create(
        VisitPhoto(
            visit=visit,
            order=order,
            sha256=p.sha256,
            bytes=p.size,
            name=p.name[-120:],
            original=p.original,
        )
        for order, p in enumerate(said.parts, 1)
    )
    return visit


def _finish(visit: Visit, *, by: User, at: datetime) -> None:
    """Complete a visit of which every part is here."""
    if visit.state != VisitState.RECEIVING or visit.photos.filter(received_at=None).exists():
        return
    if visit.double_of_id:
        visit.state = VisitState.DOUBLE
        visit.save(update_fields=["state"])
        record("visit.set_beside", visit, by=by, at=at, double_of=visit.double_of_id)
        return
    visit.state, visit.completed_at = VisitState.COMPLETE, at
    visit.save(update_fields=["state", "completed_at"])
    _act_on(visit, by=by, at=at)
    record("visit.completed", visit, by=by, at=at)


def _act_on(visit: Visit, *, by: User, at: datetime) -> None:
    """Let a complete visit have its effects, once (VISIT-7): matters, the inspector's light, the
    plan.
    """
    for finding in visit.findings.all():
        _raise(finding, visit, by=by, at=at)
    if visit.colour and may(by, Can.LIGHT_INSPECT, visit.project):
        give_inspector_light(
            project=visit.project,
            month=Month.of(visit.visited_on),
            colour=visit.colour,
            reason=visit.notes[:500],
            source_ref=gettext("site visit no. %s") % visit.pk,
            by=by,
            at=at,
        )
    first_day = Month.of(visit.visited_on).first_day
    planned = (
        PlannedVisit.objects.select_related("leader")
        .filter(plan__month=first_day, project=visit.project, done=None, dropped_reason="")
        .first()
    )
    if planned is not None and (by.role == Role.OFFICE or planned.leader.user_id == by.pk):
        planned.done = visit
        planned.save(update_fields=["done"])


def _raise(finding: Finding, visit: Visit, *, by: User, at: datetime) -> None:
    """Make a matter of a finding; what is open already is pointed to, not raised again."""
    try:
        with one_writer():
            finding.matter = raise_matter(
                kind=MatterKind.FINDING,
                type_code=finding.type_code,
                severity=finding.severity,
                title=finding.title,
                text=visit.notes,
                project=visit.project,
                source=Source.VISIT,
                source_ref=str(visit.pk),
                by=by,
                at=at,
            )
    except Refusal as told:
        finding.note = str(told)
    finding.save()


def _locked(visit: Visit) -> Visit:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("project", "visited_by")
    return rows.get(pk=visit.pk)
