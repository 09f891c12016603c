from django.urls import path

from .views import cards, chains, investment_comparison, overview, project, projects, reconciliation

app_name = "dashboards"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("two-investments/", investment_comparison.investment_comparison, name="two_investments"),
    path("two-investments/<month:month>/", reconciliation.reconciliation, name="reconciliation"),
    path(
        "two-investments/<month:month>/table.xlsx",
        reconciliation.reconciliation_list,
        name="reconciliation_list",
    ),
    path("two-investments/<month:month>/<row:pk>/ask/", reconciliation.ask, name="ask"),
    path("chains/", chains.chains, name="chains"),
    path("chains/chains.xlsx", chains.chain_list, name="chain_list"),
    path("chains/<row:pk>/", chains.chain, name="chain"),
    path("projects/", projects.projects, name="projects"),
    path("projects/names/", projects.names, name="names"),
    path("projects/projects.xlsx", projects.workbook, name="workbook"),
    path("projects/views/", projects.save_view, name="save_view"),
    path("projects/views/<int:pk>/remove/", projects.remove_view, name="remove_view"),
    path("projects/cards/", cards.cards, name="cards"),
    path("projects/<int:pk>/card/", cards.card, name="card"),
    path("projects/<int:pk>/", project.project, name="project"),
]
