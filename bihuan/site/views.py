"""Pages of the site itself: sign-in's companions, the big-screen switch, the gallery."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from bihuan.accounts.http import UserRequest
from bihuan.accounts.models import User
from bihuan.kit.screen_mode import MODE_COOKIE, WALL

from .accounts import own_job
from .demo_accounts import shown_accounts
from .first_hour.steps import has_office
from .gallery import samples


@require_POST
def mode(request: UserRequest) -> HttpResponse:
    """Switch the meeting-room mode on or off, and go back."""
    to = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        to = "/"
    answer = HttpResponseRedirect(to)  # an address, whatever it looks like
    asked = request.POST.get("mode", "")
    answer.set_cookie(
        MODE_COOKIE,
        WALL if asked == WALL else "",
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return answer


def own_job_page(request: UserRequest) -> HttpResponse:
    """Lead to the work of who is signed in, or of the one for whom a deputy acts."""
    return redirect(own_job(request.user))


def gallery(request: UserRequest) -> HttpResponse:
    """Every component of the pages, live."""
    return render(request, "ui/gallery.html", samples())


def demo_accounts(request: HttpRequest) -> dict[str, object]:
    """On the sign-in page, tell who can sign in: in a demonstration by name."""
    if request.path != settings.LOGIN_URL:
        return {}
    told = shown_accounts()
    roles = {
        user.username: user.get_role_display()
        for user in User.objects.filter(username__in=[username for username, _password in told])
    }
    return {
        "has_office": has_office(),
        "demo_accounts": [
            {"username": username, "password": password, "role_label": roles.get(username, "")}
            for username, password in told
        ],
    }
