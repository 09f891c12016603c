"""The doors of sign-in: allauth's pages that we use, and no others.

There is no sign-up and no recovery by mail: the office makes accounts and sets passwords anew.
"""

from allauth.account import views
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("password/", views.password_change, name="account_change_password"),
    path("two-steps/", include("allauth.mfa.urls")),
]
