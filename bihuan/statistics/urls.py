from django.urls import path

from . import views

app_name = "statistics"
urlpatterns = [
    path("statistics/", views.year, name="year"),
    path("statistics/investment/", views.enter_investment, name="enter_investment"),
    path("statistics/projects/<int:pk>/", views.project, name="project"),
    path("statistics/projects/<int:pk>/standing/", views.enter_standing, name="enter_standing"),
    path("statistics/projects/<int:pk>/month/", views.enter_month, name="enter_month"),
    path("chains/", views.chains, name="chains"),
]
