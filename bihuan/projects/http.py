from datetime import date

from django.http import HttpRequest

from .models import District


def year_in_focus(request: HttpRequest, *, today: date) -> int:
    """Return the year asked for (`?year=`), else the district's, else this one."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and 1990 <= int(asked) <= 2100:
        return int(asked)
    return District.objects.served().year or today.year
