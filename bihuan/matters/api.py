"""The closed loop over HTTP: blockers, guarantee requests, orders and findings."""

from ninja import Router

router = Router()
