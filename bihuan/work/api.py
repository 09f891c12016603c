"""What each person must do, and notices, over HTTP."""

from ninja import Router

router = Router()
