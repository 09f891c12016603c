"""The signs of the wall plan, as its legend and its list show them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from bihuan.wall_charts.kinds import StepStanding
from bihuan.wall_charts.plan_drawing import FORMER, SHAPES

register = template.Library()
LINES = {
    "former": FORMER,
    "move": '<path class="step-move" d="M-9 0H9"/><path class="step-arrow" d="M-3-4L3 0l-6 4"/>',
    "slip": '<path class="step-slip" d="M-9 0H9"/>',
    "period": '<rect class="period-sign" x="-9" y="-3" width="18" height="6"/>',
    "as-of": '<path class="wall-as-of" d="M0-9V9"/>',
    "today": '<path class="wall-today" d="M0-9V9"/>',
}


@register.simple_tag
def wall_sign(sign: StepStanding | str) -> SafeString:
    """A sign by the standing of a milestone, or by the name of a line."""
    shape = SHAPES[sign] if isinstance(sign, StepStanding) else LINES[sign]
    return format_html(
        '<svg class="wall-sign step" data-standing="{}" viewBox="-10 -10 20 20" aria-hidden="true">'
        "{}</svg>",
        sign.value if isinstance(sign, StepStanding) else "",
        mark_safe(shape),  # a constant of ours
    )
