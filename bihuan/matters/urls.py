from django.urls import path

from .views import account, from_report, matter_page, policies

app_name = "matters"
urlpatterns = [
    path("", account.matters, name="matters"),
    path("raise/", account.raise_, name="raise"),
    path("raise/report/<int:pk>/", from_report.raise_from_report, name="raise_from_report"),
    path("rules/", policies.rules_, name="rules"),
    path("rules/choose/", policies.choose, name="choose"),
    path("evidence/<int:pk>/", matter_page.evidence, name="evidence"),
    path("<int:pk>/", matter_page.matter, name="matter"),
    path("<int:pk>/<slug:verb>/", matter_page.move, name="move"),
]
