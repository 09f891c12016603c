from django.urls import include, path

from .papers import urls as papers
from .views import account, loop, one

app_name = "matters"
urlpatterns = [
    path("", account.matters, name="matters"),
    path("papers/", include(papers)),
    path("raise/", account.raise_, name="raise"),
    path("rules/", loop.rules_, name="rules"),
    path("rules/choose/", loop.choose, name="choose"),
    path("evidence/<int:pk>/", one.evidence, name="evidence"),
    path("<int:pk>/", one.matter, name="matter"),
    path("<int:pk>/<slug:verb>/", one.move, name="move"),
]
