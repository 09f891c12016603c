"""What each project needs from the departments over HTTP."""

from ninja import Router

router = Router()
