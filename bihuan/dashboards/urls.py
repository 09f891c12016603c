from django.urls import path

from . import views

app_name = "dashboards"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("two-investments/", views.two_investments, name="two_investments"),
    path("projects/<int:pk>/", views.project, name="project"),
]
