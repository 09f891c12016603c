"""Site visits over HTTP."""

from ninja import Router

router = Router()
