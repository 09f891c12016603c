"""Why a batch was not written, with what is to be shown of it."""

from __future__ import annotations

from typing import Any

from bihuan.importing.models import Batch
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext


class Outdated(Refusal):
    """The facts changed since the preview. Nothing was written; the preview was made anew."""

    def __init__(self, outcome: dict[str, Any]) -> None:
        self.outcome = outcome
        super().__init__(
            gettext(
                "What this import would change is no longer what the preview showed: others "
                "changed facts meanwhile. Nothing was written. Look at the new preview, and apply "
                "it then."
            )
        )


class NothingToTake(Refusal):
    """No row without a problem would change anything. `batch` is what was read, if it was only
    brought in.
    """

    def __init__(self, batch: Batch | None = None) -> None:
        self.batch = batch
        super().__init__(gettext("No row without a problem would change anything."))
