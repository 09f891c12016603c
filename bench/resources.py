"""The same tables behind django-import-export's resources, with the checks our importer makes.

Given to it for nothing: where the header stands, the unit, what each column means, and a look-up of
the month before that is read once per sheet.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from import_export import fields, resources, widgets
from import_export.instance_loaders import CachedInstanceLoader
from stdnum.cn import uscc

from bihuan.accounts.models import Organisation
from bihuan.kit.months import Month
from bihuan.plans.models import AnnualList, Entry, Plan
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import Report
from bihuan.progress.validation import Known, ReportInput, impossible
from bihuan.projects.kinds import Sector, Tier
from bihuan.projects.models import Project
from bihuan.projects.rules import check_national_code, date_problem, name_key

from .workbook import SECTORS, YEAR

SECTOR = dict(
    zip(
        SECTORS,
        (Sector.INDUSTRY, Sector.INFRASTRUCTURE, Sector.LIVELIHOOD, Sector.ECOLOGY),
        strict=True,
    )
)
AT = datetime(YEAR, 12, 31, tzinfo=UTC)


class Wan(widgets.Widget):
    """万元 in the cell, whole yuan in the table."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> int:
        return int(Decimal(str(value or 0)) * 10_000)


class FirstDay(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **options: Any) -> date:
        return Month.parse(value).first_day


class SectorName(widgets.Widget):
    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return SECTOR[value]


def organisation() -> widgets.ForeignKeyWidget:
    return widgets.ForeignKeyWidget(Organisation, "name")


class Projects(resources.ModelResource):
    name = fields.Field("name", "项目名称")
    national_code = fields.Field("national_code", "项目代码")
    sector = fields.Field("sector", "所属领域", SectorName())
    content = fields.Field("content", "建设规模及内容")
    planned_start_on = fields.Field("planned_start_on", "计划开工时间", FirstDay())
    planned_finish_on = fields.Field("planned_finish_on", "计划竣工时间", FirstDay())
    total = fields.Field("total_investment_yuan", "总投资", Wan())
    owner = fields.Field("owner", "项目业主", organisation())
    responsible = fields.Field("responsible", "责任单位", organisation())

    class Meta:
        model = Project
        fields = (
            "name",
            "national_code",
            "sector",
            "content",
            "planned_start_on",
            "planned_finish_on",
            "total",
            "owner",
            "responsible",
        )
        import_id_fields = ("national_code",)

    def before_import(self, dataset: Any, **options: Any) -> None:
        owners = dict(zip(dataset["项目业主"], dataset["统一社会信用代码"], strict=True))
        named = owners | dict.fromkeys(dataset["责任单位"], "")
        there = set(Organisation.objects.values_list("name", flat=True))
        Organisation.objects.bulk_create(
            Organisation(name=name, credit_code=code)
            for name, code in named.items()
            if name not in there
        )

    def before_import_row(self, row: Any, **options: Any) -> None:
        check_national_code(row["项目代码"])
        uscc.validate(row["统一社会信用代码"])

    def before_save_instance(self, instance: Project, row: Any, **options: Any) -> None:
        instance.name_key = name_key(instance.name)
        problem = date_problem(instance.planned_start_on, instance.planned_finish_on)
        if problem:
            raise ValueError(problem)


class Entries(resources.ModelResource):
    project = fields.Field(
        "project", "项目代码", widgets.ForeignKeyWidget(Project, "national_code")
    )

    class Meta:
        model = Entry
        fields = ("project",)
        import_id_fields = ("project",)

    def before_import(self, dataset: Any, **options: Any) -> None:
        self.annual_list, _new = AnnualList.objects.get_or_create(year=YEAR, tier=Tier.DISTRICT)

    def get_queryset(self) -> Any:
        return Entry.objects.filter(annual_list__year=YEAR).select_related("project")

    def before_save_instance(self, instance: Entry, row: Any, **options: Any) -> None:
        instance.annual_list, instance.added_on = self.annual_list, AT.date()


class Plans(resources.ModelResource):
    entry = fields.Field(
        "entry", "项目代码", widgets.ForeignKeyWidget(Entry, "project__national_code")
    )
    planned = fields.Field("planned_yuan", "年度计划投资", Wan())

    class Meta:
        model = Plan
        fields = ("entry", "planned")
        import_id_fields = ("entry",)

    def before_save_instance(self, instance: Plan, row: Any, **options: Any) -> None:
        instance.version, instance.curve, instance.recorded_at = 1, "linear", AT


class Reports(resources.ModelResource):
    project = fields.Field(
        "project", "项目代码", widgets.ForeignKeyWidget(Project, "national_code")
    )
    physical_percent = fields.Field(
        "physical_percent", "形象进度百分比（%）", widgets.DecimalWidget()
    )
    physical_text = fields.Field("physical_text", "工程形象进度")
    problems = fields.Field("problems", "存在问题")
    next_month_text = fields.Field("next_month_text", "下月计划")
    completed = fields.Field("completed_yuan", "本月完成", Wan())

    class Meta:
        model = Report
        fields = (
            "project",
            "physical_percent",
            "physical_text",
            "problems",
            "next_month_text",
            "completed",
        )
        import_id_fields = ("project",)

    def __init__(self, month: int) -> None:
        super().__init__()
        self.month = date(YEAR, month, 1)

    def get_queryset(self) -> Any:
        return Report.objects.filter(month=self.month).select_related("project")

    def before_import(self, dataset: Any, **options: Any) -> None:
        earlier = Report.objects.filter(month__lt=self.month).values_list("project__national_code")
        self.earlier = dict(earlier.annotate(sum=Sum("completed_yuan")))
        self.totals = dict(Project.objects.values_list("national_code", "total_investment_yuan"))

    def before_import_row(self, row: Any, **options: Any) -> None:
        said = ReportInput(
            completed_yuan=Wan().clean(row["本月完成"]),
            physical_percent=Decimal(row["形象进度百分比（%）"]),
            stated_cumulative_yuan=Wan().clean(row["累计完成"]),
        )
        code = row["项目代码"]
        known = Known(earlier_yuan=self.earlier.get(code, 0), total_yuan=self.totals[code])
        if problems := impossible(said, known):
            raise ValueError(str(problems[0]))

    def before_save_instance(self, instance: Report, row: Any, **options: Any) -> None:
        instance.month, instance.state = self.month, ReportState.ACCEPTED


def in_bulk(resource: resources.ModelResource) -> resources.ModelResource:
    """Return the resource in bulk mode, with every cache that the library offers."""
    resource._meta.use_bulk, resource._meta.skip_diff = True, True
    resource._meta.instance_loader_class = CachedInstanceLoader
    for field in resource.fields.values():
        if isinstance(field.widget, widgets.ForeignKeyWidget):
            field.widget = widgets.CachedForeignKeyWidget(field.widget.model, field.widget.field)
    return resource
