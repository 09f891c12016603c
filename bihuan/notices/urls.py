from django.urls import path

from .views import channels, chasing, log

app_name = "notices"
urlpatterns = [
    path("notices/mine/", channels.own, name="own"),
    path("notices/", log.log, name="log"),
    path("notices/<int:pk>/again/", log.again, name="again"),
    path("chasing/<month:month>/", chasing.chasing, name="chasing"),
    path("channels/", channels.channels, name="channels"),
    path("channels/add/", channels.add, name="add"),
    path("channels/settings/", channels.post, name="post"),
    path("channels/<int:pk>/switch/", channels.switch, name="switch"),
    path("channels/<int:pk>/test/", channels.test, name="test"),
]
