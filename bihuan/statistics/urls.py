from django.urls import path

from .views import bureau, chain_months, chains, grids, names, register

app_name = "statistics"
urlpatterns = [
    path("statistics/", bureau.year, name="year"),
    path("statistics/names/", names.names, name="names"),
    path("statistics/names/<row:pk>/withdraw/", names.withdraw, name="withdraw_name"),
    path("statistics/investment/", bureau.enter_investment, name="enter_investment"),
    path("statistics/<month:month>/", grids.month, name="month"),
    path("statistics/projects/<int:pk>/", bureau.project, name="project"),
    path("statistics/projects/<int:pk>/standing/", bureau.enter_standing, name="enter_standing"),
    path("statistics/projects/<int:pk>/month/", bureau.enter_month, name="enter_month"),
    path("chains/outputs/", chains.chains, name="chains"),
    path("chains/places/<row:pk>/", register.place, name="place"),
    path("chains/projects/<row:pk>/", register.place_project, name="place_project"),
    path("chains/<row:pk>/outputs/", grids.chain, name="chain"),
    path("chains/<row:pk>/register/", register.register, name="register"),
    path("chains/<row:pk>/lead/", register.set_lead, name="set_lead"),
    path("chains/<row:pk>/target/", register.set_target, name="set_target"),
    path("chains/<row:pk>/<month:month>/", chain_months.chain_month, name="chain_month"),
]
