from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [
    path("", views.year, name="year"),
    path("investment/", views.enter_investment, name="enter_investment"),
    path("projects/<int:pk>/", views.project, name="project"),
    path("projects/<int:pk>/standing/", views.enter_standing, name="enter_standing"),
    path("projects/<int:pk>/month/", views.enter_month, name="enter_month"),
]
