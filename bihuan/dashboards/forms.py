"""Shapes in: a name for a view."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=40)
    query = forms.CharField(required=False, max_length=2_000, widget=forms.HiddenInput)
