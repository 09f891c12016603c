from django.urls import path

from .views import bureau, chains, grids

app_name = "statistics"
urlpatterns = [
    path("statistics/", bureau.year, name="year"),
    path("statistics/investment/", bureau.enter_investment, name="enter_investment"),
    path("statistics/<month:month>/", grids.month, name="month"),
    path("statistics/projects/<int:pk>/", bureau.project, name="project"),
    path("statistics/projects/<int:pk>/standing/", bureau.enter_standing, name="enter_standing"),
    path("statistics/projects/<int:pk>/month/", bureau.enter_month, name="enter_month"),
    path("chains/", chains.chains, name="chains"),
    path("chains/<int:pk>/", grids.chain, name="chain"),
]
