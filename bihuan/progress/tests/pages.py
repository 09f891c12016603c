"""Where the pages of a round stand, and who opens them."""

from django.urls import reverse

from bihuan.kit.months import Month
from bihuan.projects.models import Project

from .factories import MARCH


def round_url(tab: str = "", month: Month = MARCH) -> str:
    return reverse("progress:round", args=[month]) + (f"?tab={tab}" if tab else "")


def fill_url(project: Project, month: Month = MARCH) -> str:
    return reverse("progress:fill", args=[month, project.pk])
