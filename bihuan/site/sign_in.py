"""The doors of sign-in: allauth's pages that we use, and no others.

There is no sign-up and no recovery by mail: the office makes accounts and sets passwords anew.
"""

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

from .platform import views as platform

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", platform.door, name="account_login"),
    path("<slug:provider_id>/begin/", platform.begin, name="openid_connect_login"),
    path("<slug:provider_id>/back/", platform.back, name="openid_connect_callback"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("two-steps/", include("allauth.mfa.urls")),
]
