from django.urls import path

from . import views

app_name = "projects"
urlpatterns = [
    path("add/", views.add, name="add"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/state/", views.state, name="state"),
    path("<int:pk>/days/", views.clocks, name="clocks"),
    path("<int:pk>/merge/", views.merge, name="merge"),
]
