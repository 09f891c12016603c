from django.urls import path

from . import views

app_name = "lights"
urlpatterns = [
    path("", views.latest, name="latest"),
    path("rules/", views.rules_, name="rules"),
    path("rules/choose/", views.choose, name="choose"),
    path("judge/<int:year>/", views.judge, name="judge"),
    path("<month:month>/", views.month_, name="month"),
    path("<month:month>/<int:project_pk>/", views.light, name="light"),
    path("<month:month>/<int:project_pk>/waive/", views.waive, name="waive"),
]
