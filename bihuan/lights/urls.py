from django.urls import path

from .views import hits, month, one, rules

app_name = "lights"
urlpatterns = [
    path("", month.latest, name="latest"),
    path("rules/", rules.rules_, name="rules"),
    path("rules/choose/", rules.choose, name="choose"),
    path("hits/", hits.hits, name="hits"),
    path("judge/<year:year>/", month.judge, name="judge"),
    path("<month:month>/", month.month_, name="month"),
    path("<month:month>/<int:project_pk>/", one.light, name="light"),
    path("<month:month>/<int:project_pk>/waive/", one.waive, name="waive"),
    path("<month:month>/<int:project_pk>/speak/", one.speak, name="speak"),
    path("<month:month>/<int:project_pk>/inspect/", one.inspect, name="inspect"),
    path("<month:month>/<int:project_pk>/lift/", one.lift, name="lift"),
    path(
        "<month:month>/<int:project_pk>/lift/<int:pk>/revoke/", one.revoke_lift, name="revoke_lift"
    ),
]
