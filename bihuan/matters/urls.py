from django.urls import include, path

from . import paper_urls

app_name = "matters"
urlpatterns = [
    path("papers/", include(paper_urls)),
]
