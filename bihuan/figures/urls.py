from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("", views.dictionary, name="dictionary"),
    path("answers/", views.year_sheet, name="answers"),
    path("of/<path:figure_id>/", views.figure_page, name="figure"),
]
