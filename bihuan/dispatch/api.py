"""Mechanisms and dispatch meetings over HTTP."""

from ninja import Router

router = Router()
