from django.urls import path

from . import views

app_name = "todo"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("number/", views.number, name="number"),
]
