from django.urls import URLPattern, URLResolver, include, path

from . import views
from .api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bihuan.dashboards.urls")),
    path("accounts/", include("bihuan.accounts.urls")),
    path("projects/", include("bihuan.projects.urls")),
    path("plans/", include("bihuan.plans.urls")),
    path("progress/", include("bihuan.progress.urls")),
    path("statistics/", include("bihuan.statistics.urls")),
    path("chains/", include("bihuan.chains.urls")),
    path("lights/", include("bihuan.lights.urls")),
    path("figures/", include("bihuan.figures.urls")),
    path("import/", include("bihuan.intake.urls")),
    path("sign-in/", include("allauth.account.urls")),
    path("sign-in/2fa/", include("allauth.mfa.urls")),
    path("mode/", views.mode, name="mode"),
    path("ui/", views.gallery, name="gallery"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", api.urls),
]
