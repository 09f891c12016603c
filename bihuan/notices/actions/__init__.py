"""Every change of channels and notices."""

from .channels import add_channel, pass_channel_on, set_post, switch_channel
from .delivering import Delivered, deliver, send_again, send_test
from .making import enqueue_escalation, enqueue_escalations, make_digests
from .reminding import Reminded, remind
from .resealing import reseal_channels

__all__ = [
    "Delivered",
    "Reminded",
    "add_channel",
    "deliver",
    "enqueue_escalation",
    "enqueue_escalations",
    "make_digests",
    "pass_channel_on",
    "remind",
    "reseal_channels",
    "send_again",
    "send_test",
    "set_post",
    "switch_channel",
]
