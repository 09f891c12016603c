from django.urls import path

from . import views

app_name = "access"
urlpatterns = [
    path("", views.log, name="log"),
    path("workbook/", views.workbook, name="workbook"),
    path("rules/", views.sign_in_rules, name="rules"),
    path("users/<int:pk>/unlock/", views.unlock, name="unlock"),
    path("deputies/<int:pk>/stand-in/", views.stand_in, name="stand_in"),
    path("deputies/stand-down/", views.stand_down, name="stand_down"),
    path("addresses/unlock/", views.unlock_address, name="unlock_address"),
]
