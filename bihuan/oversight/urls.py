from django.urls import path

from .views import flags, visits

app_name = "oversight"
urlpatterns = [
    path("", flags.flags, name="flags"),
    path("flags.xlsx", flags.workbook, name="flags_workbook"),
    path("lines/<row:pk>/<slug:kind>/raise/", flags.raise_, name="raise"),
    path("visits/", visits.visits, name="visits"),
    path("visits.xlsx", visits.workbook, name="visits_workbook"),
]
