"""Commanders and their projects over HTTP."""

from ninja import Router

router = Router()
