"""What the page that works offline says: its script has no catalogue of its own."""

from bihuan.kit.words import say
from bihuan.matters.policies import MatterPolicy
from bihuan.matters.wording import type_choices

from .actions.manifest import MOST_PHOTOS

SEEN_MOST = "quality"


def finding_types(loop: MatterPolicy) -> list[tuple[str, str]]:
    """Return the types a finding may have, the one most seen on site first."""
    return sorted(type_choices(loop, "finding"), key=lambda each: each[0] != SEEN_MOST)


def page_words() -> dict[str, str]:
    """Return every sentence of the script, in the reader's language."""
    return {
        "online": say("Online"),
        "offline": say("No network: visits wait on this device"),
        "signed_out": say("You are signed out. Sign in, and what waits will be sent."),
        "kept": say("Kept on this device."),
        "sending": say("Sending …"),
        "sent": say("Sent"),
        "failed": say("Not sent yet"),
        "photos": say("Photos"),
        "findings": say("Findings"),
        "metres": say("metres from the approved site"),
        "unknown": say("The approved site is not known"),
        "away": say("This is away from the approved site: say why in the notes."),
        "no_place": say("The device gives no place."),
        "place_denied": say("The place is not allowed: allow it in the settings of the browser."),
        "locating": say("Asking for the place …"),
        "remove": say("Remove"),
        "change": say("Change it"),
        "busy": say("Keep or empty what is in the form first."),
        "lost": say("A photo is no longer on this device: change the visit and keep it again."),
        "fault": say("The server had a fault; it is tried again."),
        "full": say("This device has no room left: send what waits, or remove photos."),
        "discard_sure": say("Empty the form, photos included?"),
        "insecure": say("This address is not encrypted: the browser keeps nothing on the device."),
        "left_out": say("Left out:"),
        "heic": say("This browser cannot read HEIC: let the camera take JPEG, or send a JPEG."),
        "no_picture": say("This is no picture that can be sent, or it is too big."),
        "most_photos": say("A visit has %s photos at most.") % MOST_PHOTOS,
        "choose": say("Choose the project."),
        "empty": say("Say what was seen, or add a finding or a photo."),
        "nothing": say("Nothing yet"),
        "may_clear": say("The browser may clear what is kept here when space runs short."),
        "safe": say("This browser keeps what is here."),
        "never": say("Open this page once with a network first."),
        "planned": say("planned this month"),
        "double": say("The server holds another version of this visit: the office settles it."),
    }
