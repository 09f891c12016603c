from django.urls import path

from .views import channels, mine, notices

app_name = "work"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("number/", mine.number, name="number"),
    path("notices/mine/", channels.own, name="own"),
    path("notices/", notices.log, name="notices"),
    path("notices/<int:pk>/again/", notices.again, name="again"),
    path("channels/", channels.channels, name="channels"),
    path("channels/add/", channels.add, name="add"),
    path("channels/settings/", channels.post, name="post"),
    path("channels/<int:pk>/switch/", channels.switch, name="switch"),
    path("channels/<int:pk>/test/", channels.test, name="test"),
]
