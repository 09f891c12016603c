from django.urls import path

from .views import counties, ladder, statements

app_name = "funding"
urlpatterns = [
    path("", ladder.year, name="year"),
    path("counties/", counties.counties, name="counties"),
    path("statements/", statements.statements, name="statements"),
    path("statements/<row:pk>/ask/", statements.ask, name="ask_statement"),
    path("ladder.xlsx", ladder.workbook, name="workbook"),
    path("programmes/<slug:code>/", ladder.programme, name="programme"),
    path("projects/<row:project_pk>/", ladder.project, name="project"),
    path("lines/<row:pk>/", ladder.line, name="line"),
    path("lines/<row:pk>/cut/", ladder.cut, name="cut"),
    path("lines/<row:pk>/hand-back/", ladder.hand_back, name="hand_back"),
    path("entries/<row:pk>/correct/", ladder.correct, name="correct"),
    path("entries/<row:pk>/withdraw/", ladder.withdraw, name="withdraw"),
]
