"""Django's admin over the product's projects: what our pages are measured beside."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.urls import path

from bihuan.projects.models import Project


class OpenSite(AdminSite):
    """For whoever is signed in: rights are not what is measured."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active


class ProjectAdmin(ModelAdmin):  # type: ignore[type-arg]  # only the stubs take one
    """A list as an admin shows it, half as long as ours."""

    list_display = ("national_code", "name", "sector", "state", "owner", "total_investment_yuan")
    list_select_related = ("owner",)
    list_filter = ("sector",)
    list_per_page = 25
    search_fields = ("national_code", "name")
    raw_id_fields = tuple(
        field.name for field in Project._meta.local_fields if isinstance(field, ForeignKey)
    )  # else each page offers every organisation of the district

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_module_permission = has_view_permission
    has_change_permission = has_view_permission


site = OpenSite()
site.register(Project, ProjectAdmin)
urlpatterns = [path("admin/", site.urls)]
