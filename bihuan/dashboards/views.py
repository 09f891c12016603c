from django.http import HttpResponse
from django.shortcuts import render

from bihuan.accounts.http import UserRequest


def overview(request: UserRequest) -> HttpResponse:
    return render(request, "dashboards/overview.html")
