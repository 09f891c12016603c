from django.urls import path

from .views import schemes, score_page, scoreboard

app_name = "assessment"
urlpatterns = [
    path("", scoreboard.latest, name="latest"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/choose/", schemes.choose, name="choose"),
    path("<month:month>/", scoreboard.scoreboard, name="board"),
    path("<month:month>/scores.xlsx", scoreboard.workbook, name="workbook"),
    path("<month:month>/<slug:sheet_id>/<int:subject_pk>/", score_page.score, name="score"),
]
