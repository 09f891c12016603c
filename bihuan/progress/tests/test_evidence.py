from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.tests.pictures import PNG
from bihuan.plans.models import Milestone
from bihuan.progress import actions
from bihuan.progress.models import MilestoneReached, Photo

from .factories import IN_MARCH, make_listed, make_milestone, make_reporter, report_march

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def make_steps(*keys: str) -> dict[str, Milestone]:
    project = make_listed()
    steps = {key: make_milestone(project, order=place) for place, key in enumerate(keys)}
    for key, step in steps.items():
        step.key = key
        step.save()
    return steps


class TestMilestones:
    def test_the_reporter_records_the_day_once(self) -> None:
        reporter = make_reporter()
        milestone = make_milestone(make_listed(owner=reporter.organisation))
        day = date(2024, 3, 1)
        actions.reach_milestone(milestone=milestone, reached_on=day, by=reporter, at=IN_MARCH)
        assert MilestoneReached.objects.get().reached_on == day
        with pytest.raises(NotAllowed):
            actions.reach_milestone(milestone=milestone, reached_on=day, by=reporter, at=IN_MARCH)

    def test_the_office_corrects_the_day_and_says_why(self) -> None:
        office, milestone = make_user(), make_milestone(make_listed())
        first, second = date(2024, 3, 1), date(2024, 3, 2)
        actions.reach_milestone(milestone=milestone, reached_on=first, by=office, at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.reach_milestone(milestone=milestone, reached_on=second, by=office, at=IN_MARCH)
        actions.reach_milestone(
            milestone=milestone,
            reached_on=second,
            evidence="施工许可证为准",
            by=office,
            at=IN_MARCH,
        )
        note = Event.objects.filter(verb="milestone.reached").order_by("-pk")[0].note
        assert note["on"] == ["2024-03-01", "2024-03-02"]

    def test_completion_before_the_start_is_refused_and_papers_come_in_any_order(self) -> None:
        office, steps = make_user(), make_steps("permit", "start", "finish")
        days = {"start": date(2024, 3, 1), "permit": date(2024, 3, 8)}
        for key, day in days.items():
            actions.reach_milestone(milestone=steps[key], reached_on=day, by=office, at=IN_MARCH)
        finish: dict[str, Any] = {"milestone": steps["finish"], "by": office, "at": IN_MARCH}
        with pytest.raises(Refusal):
            actions.reach_milestone(**finish, reached_on=date(2024, 2, 29))
        actions.reach_milestone(**finish, reached_on=date(2024, 3, 1))
        later: dict[str, Any] = {"reached_on": date(2024, 3, 2), "evidence": "更正", "by": office}
        later["at"] = IN_MARCH
        with pytest.raises(Refusal):
            actions.reach_milestone(milestone=steps["start"], **later)
        actions.reach_milestone(milestone=steps["permit"], **later)

    def test_steps_of_the_offices_own_come_in_any_order(self) -> None:
        office, steps = make_user(), make_steps("own1", "own2")
        for key, day in {"own2": date(2024, 3, 1), "own1": date(2024, 3, 2)}.items():
            actions.reach_milestone(milestone=steps[key], reached_on=day, by=office, at=IN_MARCH)
        assert MilestoneReached.objects.count() == 2

    def test_a_stranger_records_nothing(self) -> None:
        milestone = make_milestone(make_listed())
        with pytest.raises(NotAllowed):
            actions.reach_milestone(
                milestone=milestone, reached_on=date(2024, 3, 1), by=make_reporter(), at=IN_MARCH
            )


class TestPhotos:
    def test_a_photo_is_kept_once_under_its_digest(self) -> None:
        reporter = make_reporter()
        report = report_march(make_listed(owner=reporter.organisation), by=reporter)
        for _again in range(2):
            actions.add_photo(report=report, content=PNG, by=reporter, at=IN_MARCH)
        photo = Photo.objects.get()
        assert str(photo.file).endswith(f"{photo.sha256[:32]}.png")
        assert Event.objects.filter(verb="photo.added").count() == 1

    def test_other_files_too_many_and_accepted_reports_are_refused(self) -> None:
        reporter = make_reporter()
        report = report_march(make_listed(owner=reporter.organisation), by=reporter)
        with pytest.raises(Refusal):
            actions.add_photo(report=report, content=b"MZ", by=reporter, at=IN_MARCH)
        for number in range(9):
            actions.add_photo(
                report=report, content=PNG + bytes([number]), by=reporter, at=IN_MARCH
            )
        with pytest.raises(Refusal):
            actions.add_photo(report=report, content=PNG + b"ten", by=reporter, at=IN_MARCH)
        actions.accept(report=report, by=make_user(), at=IN_MARCH)
        with pytest.raises(Refusal):
            actions.add_photo(report=report, content=PNG + b"late", by=reporter, at=IN_MARCH)

    def test_a_stranger_adds_no_photo(self) -> None:
        reporter = make_reporter()
        report = report_march(make_listed(owner=reporter.organisation), by=reporter)
        with pytest.raises(NotAllowed):
            actions.add_photo(report=report, content=PNG, by=make_reporter(), at=IN_MARCH)


class TestPhotosOverHttp:
    def test_a_photo_is_sent_listed_and_read_by_who_sees_the_report(self) -> None:
        reporter, project, client = make_reporter(), make_listed(), Client()
        project.owner = reporter.organisation
        project.save()
        report = report_march(project, by=reporter)
        client.force_login(reporter)
        photos = f"/api/progress/reports/{report.pk}/photos"
        made = client.post(photos, PNG, content_type="image/png")
        assert (made.status_code, made.json()["report_id"]) == (201, report.pk)
        assert client.post(photos, b"MZ", content_type="image/png").status_code == 409
        (told,) = client.get(photos).json()
        read = client.get(f"/api/progress/photos/{told['id']}")
        assert b"".join(read.streaming_content) == PNG  # type: ignore[attr-defined]  # a file
        client.force_login(make_reporter())
        assert client.get(photos).status_code == 404
        assert client.get(f"/api/progress/photos/{told['id']}").status_code == 404
        assert client.post(photos, PNG, content_type="image/png").status_code == 404

    def test_a_correction_still_shows_the_photos_of_what_it_corrects(self) -> None:
        reporter, office, client = make_reporter(), make_user(), Client()
        project = make_listed(owner=reporter.organisation)
        report = report_march(project, by=reporter)
        actions.add_photo(report=report, content=PNG, by=reporter, at=IN_MARCH)
        actions.accept(report=report, by=office, at=IN_MARCH)
        client.force_login(office)
        page, said = (
            f"/progress/reports/{report.pk}/correct/",
            {"completed_yuan": "7", "edition": 1},
        )
        done = client.post(page, {**said, "reason": "漏报"})
        assert (
            f"/progress/photos/{Photo.objects.get().pk}/"
            in client.get(done["Location"]).content.decode()
        )
        late = client.post(page, {**said, "reason": "另一处更正"})
        assert late.status_code == 409
        assert "另一处更正" in late.content.decode()
