"""The closed loop over HTTP: blockers, guarantee requests, orders and findings."""

from ninja import Router

from .papers.api import router as papers

router = Router()
router.add_router("papers", papers)
