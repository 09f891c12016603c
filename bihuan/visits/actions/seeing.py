"""Keeping a photo, and seeing where it was used before (VISIT-4)."""

from __future__ import annotations

from datetime import datetime

from django.core.files.base import ContentFile
from django.db.models import Q

from bihuan.kit.errors import Refusal
from bihuan.progress.models import Photo as ReportPhoto
from bihuan.projects.models import Project
from bihuan.visits import rules
from bihuan.visits.models import ReportLook, VisitPhoto
from bihuan.visits.photos import PHOTO_BYTES, camera_note, read_photo
from bihuan.visits.presets import visit_rules


def keep_photo(photo: VisitPhoto, content: bytes, at: datetime) -> None:
    """Write a photo's content, what its camera noted, and where else it was used."""
    ending, photo.look = read_photo(content)
    note = camera_note(content)
    photo.taken_at = note.taken_at
    if note.place:
        photo.longitude, photo.latitude = note.place
    project = photo.visit.project
    photo.distance_m = rules.distance_m(
        note.place, rules.place(project.longitude, project.latitude)
    )
    photo.same_as_id = _in_a_visit(photo)
    photo.same_as_report_id = _in_a_report(photo, project)
    photo.received_at = at
    photo.file.save(f"{photo.sha256[:16]}.{ending}", ContentFile(content), save=False)
    photo.save()


def _checksums(photo: VisitPhoto) -> set[str]:
    return {photo.sha256, photo.original} - {""}


def _in_a_visit(photo: VisitPhoto) -> int | None:
    """Return the photo of another visit that is the same file, or else looks the same."""
    others = VisitPhoto.objects.exclude(visit__device_id=photo.visit.device_id).exclude(look="")
    sums = _checksums(photo)
    same = Q(sha256__in=sums) | Q(original__in=sums)
    exact: int | None = others.filter(same).order_by("pk").values_list("pk", flat=True).first()
    if exact is not None:
        return exact
    return rules.nearest(photo.look, dict(others.values_list("pk", "look")), _near())


def _in_a_report(photo: VisitPhoto, project: Project) -> int | None:
    """Return the photo of any report that is the same file, or of a report on this project that
    looks the same.
    """
    rows = ReportPhoto.objects.filter(sha256__in=_checksums(photo)).order_by("pk")
    exact: int | None = rows.values_list("pk", flat=True).first()
    return exact or rules.nearest(photo.look, _report_looks(project), _near())


def _report_looks(project: Project) -> dict[int, str]:
    """Return the looks of the photos in a project's reports; those not read yet are read now."""
    photos = ReportPhoto.objects.filter(report__project=project)
    for each in photos.exclude(pk__in=ReportLook.objects.values("photo")):
        ReportLook.objects.get_or_create(photo=each, defaults={"look": _look_of(each)})
    rows = ReportLook.objects.filter(photo__in=photos).exclude(look="")
    return dict(rows.values_list("photo", "look"))


def _look_of(photo: ReportPhoto) -> str:
    try:
        with photo.file.open("rb") as file:
            return read_photo(file.read(PHOTO_BYTES + 1))[1]
    except (Refusal, OSError):
        return ""


def _near() -> int:
    return visit_rules().near_bits
