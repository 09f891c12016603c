from django.urls import path

from .views import accuracy, light_page, month, rules

app_name = "lights"
urlpatterns = [
    path("", month.latest, name="latest"),
    path("rules/", rules.rules_, name="rules"),
    path("rules/choose/", rules.choose, name="choose"),
    path("hits/", accuracy.accuracy, name="hits"),
    path("judge/<year:year>/", month.judge, name="judge"),
    path("<month:month>/", month.month_, name="month"),
    path("<month:month>/<int:project_pk>/", light_page.light, name="light"),
    path("<month:month>/<int:project_pk>/waive/", light_page.waive, name="waive"),
    path("<month:month>/<int:project_pk>/speak/", light_page.give_commander_light, name="speak"),
    path(
        "<month:month>/<int:project_pk>/inspect/", light_page.give_inspector_light, name="inspect"
    ),
    path("<month:month>/<int:project_pk>/lift/", light_page.lift, name="lift"),
    path(
        "<month:month>/<int:project_pk>/lift/<int:pk>/revoke/",
        light_page.revoke_lift,
        name="revoke_lift",
    ),
]
