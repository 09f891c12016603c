from django.urls import path

from .views import flags, money, readiness, visits

app_name = "oversight"
urlpatterns = [
    path("", flags.flags, name="flags"),
    path("flags.xlsx", flags.workbook, name="flags_workbook"),
    path("lines/<row:pk>/<slug:kind>/raise/", flags.raise_, name="raise"),
    path("visits/", visits.visits, name="visits"),
    path("readiness/", readiness.readiness, name="readiness"),
    path("readiness.xlsx", readiness.workbook, name="readiness_workbook"),
    path("projects/<row:project_pk>/", money.uses, name="uses"),
    path("flow/", money.flow, name="flow"),
    path("flow.xlsx", money.workbook, name="flow_workbook"),
    path("won/", readiness.won, name="won"),
    path("visits.xlsx", visits.workbook, name="visits_workbook"),
]
