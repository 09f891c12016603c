"""The whole component vocabulary of the pages. See /ui/ for a live page of each."""

from django import template

register = template.Library()
