"""By how much figures were moved for rank ranges, and how that was found, in words (ASSESS-31)."""

from __future__ import annotations

from bihuan.assessment.rules.measured_noise import ReportingNoise
from bihuan.kit.words import gettext

from .values import number


def noise_in_words(noise: ReportingNoise) -> str:
    """Return the sentence that stands beside rank ranges."""
    said = {
        "percent": number(noise.percent),
        "corrections": noise.corrections,
        "quantile": noise.quantile,
        "least": noise.least,
    }
    if noise.is_measured:
        return (
            gettext(
                "Figures are moved by %(percent)s%%, measured by the district's own corrections: "
                "of %(corrections)s corrections of accepted reports since January of the year "
                "before, %(quantile)s%% were no larger against the project's year so far."
            )
            % said
        )
    return (
        gettext(
            "Figures are moved by %(percent)s%%, the number of the scheme: only %(corrections)s "
            "corrections of accepted reports since January of the year before changed an amount, "
            "fewer than the %(least)s by which the noise is measured."
        )
        % said
    )
