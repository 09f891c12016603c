"""Addresses of papers, below those of matters."""

from django.urls import path

from . import views as papers

urlpatterns = [
    path("", papers.register, name="papers"),
    path("due/", papers.due, name="papers_due"),
    path("<int:pk>/", papers.paper, name="paper"),
    path("<int:pk>/void/", papers.void, name="void_paper"),
    path("<int:pk>/file.<slug:ending>", papers.download, name="paper_file"),
    path("for/<int:matter_pk>/", papers.begin, name="begin_paper"),
    path("for/<int:matter_pk>/<slug:kind>/", papers.issue, name="issue_paper"),
]
