from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.dictionary, name="dictionary"),
    path("answers/", views.answers, name="answers"),
    path("of/<path:figure_id>/", views.one, name="figure"),
]
