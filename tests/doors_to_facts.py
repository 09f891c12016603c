"""Three doors to the same facts: a page, the API and a workbook, each answering in a sentence."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.importing.actions import bring_in
from bihuan.importing.tests.books import workbook
from bihuan.kit.months import Month
from bihuan.plans.models import Entry
from bihuan.plans.tests.factories import make_entry
from bihuan.progress.actions import open_round
from bihuan.progress.models import Report
from bihuan.projects.models import Project

WAN = 10_000
APRIL = Month(2024, 4)
Answer = str


@dataclass
class DoorScene:
    """The office, a reporter, and the project that the reporter's organisation builds."""

    office: User
    reporter: User
    project: Project
    entry: Entry

    def page(self, view: str, *args: Any, by: User | None = None, **said: Any) -> Answer:
        client = Client()
        client.force_login(by or self.office)
        answer = client.post(reverse(view, args=args), said)
        assert answer.status_code in (200, 409, 422), answer.status_code
        return unescape(answer.content.decode())

    def api(self, method: str, path: str, *, by: User | None = None, **said: Any) -> Answer:
        client = Client()
        client.force_login(by or self.office)
        send = getattr(client, method)
        answer = send(f"/api/{path}", said, content_type="application/json")
        assert answer.status_code in (409, 422), answer.content.decode()
        return str(answer.json()["message"])

    def workbook(
        self, head: list[str], *rows: list[Any], sheet: str = "区重点2024年", by: User | None = None
    ) -> list[Answer]:
        content = workbook({sheet: [["单位：万元"], head, *rows]})
        batch = bring_in(
            files=[("表.xlsx", content)],
            year=None,
            by=by or self.office,
            at=timezone.now(),
            dry_run=True,
        )
        found = [p for p in batch.outcome["problems"] if p["severity"] == "error"]
        assert batch.outcome["blocked"]
        assert all(p["sheet"] and p["row"] and p["column"] for p in found)
        return [p["message"] for p in found]

    def ledger(
        self, *more: tuple[str, Any], name: str = "新工程", planned: Any = 10
    ) -> list[Answer]:
        head, cells = [key for key, _value in more], [value for _key, value in more]
        total = [] if "总投资" in head else [("总投资", 100)]
        kind = [] if "项目类别" in head else [("项目类别", "续建")]
        columns = [("项目名称", name), *kind, *total, ("年度计划投资", planned), *zip(head, cells)]
        return self.workbook([key for key, _v in columns], [value for _k, value in columns])

    def month(
        self, *more: tuple[str, Any], month: Month = APRIL, by: User | None = None, done: Any = 5
    ) -> list[Answer]:
        columns = [("项目名称", self.project.name), ("本月完成投资", done), *more]
        sheet = f"{month.year}年{month.number}月"
        head, row = [key for key, _v in columns], [value for _k, value in columns]
        return self.workbook(head, row, sheet=sheet, by=by)

    def adding(self, **said: Any) -> tuple[Answer, Answer]:
        """Return what page and API say to a new project."""
        typed: dict[str, Any] = {
            k: f"{Decimal(v) / WAN:f}" if k.endswith("_yuan") else v for k, v in said.items()
        }
        page = self.page("projects:add", name="新工程", state="preparation", **typed)
        return page, self.api("post", "projects", name="新工程", **said)

    def filling(
        self, *, by: User | None = None, month: Month = APRIL, **said: Any
    ) -> tuple[Answer, Answer]:
        """Return what page and API say to a report of a month."""
        by = by or self.reporter
        funds = said.pop("funds_yuan", {})
        wan = {"completed_yuan": said["completed_yuan"] / WAN}
        wan |= {f"funds_{source}": yuan / WAN for source, yuan in funds.items()}
        edition = edition_of(self.project, month)
        page = self.page(
            "progress:fill",
            month,
            self.project.pk,
            by=by,
            **{**said, **wan},
            edition=edition,
            intent="save",
        )
        api = self.api(
            "post",
            "progress/reports",
            by=by,
            project_id=self.project.pk,
            month=str(month),
            edition=edition,
            funds_yuan=funds,
            **said,
        )
        return page, api


def edition_of(project: Project, month: Month) -> int:
    found = Report.objects.filter(project=project, month=month.first_day)
    return found.values_list("edition", flat=True).first() or 0


def make_scene(*, opened_at: datetime) -> DoorScene:
    """Return a scene in which a project stands on a list, and April's round is open."""
    office, home = make_user(), make_organisation()
    reporter = make_user(role=Role.REPORTER, organisation=home)
    entry = make_entry(by=office)
    project = Project.objects.get(pk=entry.project_id)
    Project.objects.filter(pk=project.pk).update(owner=home, total_investment_yuan=5_000 * WAN)
    open_round(month=APRIL, by=office, at=opened_at)
    return DoorScene(office, reporter, Project.objects.get(pk=project.pk), entry)
