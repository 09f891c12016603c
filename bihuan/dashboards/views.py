from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from bihuan.accounts.http import UserRequest
from bihuan.projects.models import Project


def overview(request: UserRequest) -> HttpResponse:
    return render(request, "dashboards/overview.html")


def project(request: UserRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    return render(request, "dashboards/project.html", {"project": row})
