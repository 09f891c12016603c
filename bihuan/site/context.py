"""What every page knows: the district, and whether it hangs on a wall."""

from typing import Any

from django.http import HttpRequest

from bihuan.projects.models import District

MODE_COOKIE = "mode"


def page(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("mode", request.COOKIES.get(MODE_COOKIE, ""))
    return {"district": District.objects.served(), "mode": "wall" if asked == "wall" else ""}
