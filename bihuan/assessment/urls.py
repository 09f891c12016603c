from django.urls import path

from .views import (
    appeals,
    commitments,
    freezes,
    frozen_score,
    results,
    schemes,
    score_page,
    scoreboard,
    terms,
    wall,
)

app_name = "assessment"
urlpatterns = [
    path("", scoreboard.latest, name="latest"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/choose/", schemes.choose, name="choose"),
    path("frozen/", freezes.freezes, name="freezes"),
    path("frozen/<int:pk>/", freezes.freeze, name="freeze"),
    path("frozen/<int:pk>/lists/", freezes.lists, name="lists"),
    path("frozen/scores/<int:pk>/", frozen_score.frozen_score, name="frozen_score"),
    path("frozen/scores/<int:pk>/appeal/", frozen_score.appeal, name="file_appeal"),
    path("frozen/scores/<int:pk>/result/", frozen_score.enter_result, name="enter_result"),
    path("terms/", terms.terms, name="terms"),
    path("terms/pick/", terms.pick, name="pick"),
    path("terms/<int:pk>/", terms.term, name="term"),
    path("terms/<int:pk>/decide/", terms.decide, name="decide"),
    path("terms/<int:pk>/revoke/", terms.revoke, name="revoke"),
    path("terms/<month:month>/<slug:sheet_id>/<int:subject_pk>/", terms.ask, name="ask"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("ledger/", results.ledger, name="ledger"),
    path("ledger/<int:pk>/", results.entry, name="entry"),
    path("ledger/<int:pk>/void/", results.void, name="void"),
    path("ledger/<int:pk>/paper.<str:ending>", results.paper, name="paper"),
    path("commitments/", commitments.integrity, name="commitments"),
    path("<month:month>/", scoreboard.scoreboard, name="board"),
    path("<month:month>/wall/", wall.wall, name="wall"),
    path("<month:month>/scores.xlsx", scoreboard.workbook, name="workbook"),
    path("<month:month>/<slug:sheet_id>/<int:subject_pk>/", score_page.score, name="score"),
]
