from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from . import health, views
from .backups.views import back_up, backups, running
from .district.views import confirm, district, worked_examples
from .first_hour.views import setup
from .late_urls import LateUrls
from .search.views import search_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bihuan.dashboards.urls")),
    path("", include("bihuan.wall_charts.urls")),
    path("accounts/", include("bihuan.accounts.urls")),
    path("access/", include("bihuan.access.urls")),
    path("projects/", include("bihuan.projects.urls")),
    path("plans/", include("bihuan.plans.urls")),
    path("carry-over/", include("bihuan.carry_over.urls")),
    path("progress/", include("bihuan.progress.urls")),
    path("", include("bihuan.statistics.urls")),
    path("lights/", include("bihuan.lights.urls")),
    path("figures/", include("bihuan.figures.urls")),
    path("matters/papers/", include("bihuan.papers.urls")),
    path("matters/", include("bihuan.matters.urls")),
    path("factors/", include("bihuan.factors.urls")),
    path("funding/oversight/", include("bihuan.oversight.urls")),
    path("funding/", include("bihuan.funding.urls")),
    path("visits/", include("bihuan.visits.urls")),
    path("command/", include("bihuan.command.urls")),
    path("dispatch/", include("bihuan.dispatch.urls")),
    path("assessment/", include("bihuan.assessment.urls")),
    path("work/", include("bihuan.todo.urls")),
    path("work/", include("bihuan.notices.urls")),
    path("import/", include("bihuan.importing.urls")),
    path("sign-in/", include("bihuan.site.sign_in")),
    path("own-job/", views.own_job_page, name="own_job"),
    path("search/", search_page, name="search"),
    path("setup/", setup, name="setup"),
    path("district/", district, name="district"),
    path("district/confirm/", confirm, name="confirm_rules"),
    path("district/examples/", worked_examples, name="examples"),
    path("backups/", backups, name="backups"),
    path("backups/make/", back_up, name="back_up"),
    path("backups/running/", running, name="backup_running"),
    path("mode/", views.mode, name="mode"),
    path("ui/", views.gallery, name="gallery"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("installation/", health.installation, name="installation"),
    LateUrls("api/", "bihuan.site.api_urls", app_name="ninja", namespace="api-1"),
]

handler400 = "bihuan.site.failures.bad_request"
handler403 = "bihuan.site.failures.not_allowed"
handler404 = "bihuan.site.failures.not_found"
handler500 = "bihuan.site.failures.failed"
