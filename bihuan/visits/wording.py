"""What the page that works offline says: its script has no catalogue of its own."""

from bihuan.kit.words import gettext
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
        "online": gettext("Online"),
        "offline": gettext("No network: visits wait on this device"),
        "signed_out": gettext("You are signed out. Sign in, and what waits will be sent."),
        "kept": gettext("Kept on this device."),
        "sending": gettext("Sending …"),
        "sent": gettext("Sent"),
        "failed": gettext("Not sent yet"),
        "photos": gettext("Photos"),
        "findings": gettext("Findings"),
        "metres": gettext("metres from the approved site"),
        "unknown": gettext("The approved site is not known"),
        "away": gettext("This is away from the approved site: say why in the notes."),
        "no_place": gettext("The device gives no place."),
        "place_denied": gettext(
            "The place is not allowed: allow it in the settings of the browser."
        ),
        "locating": gettext("Asking for the place …"),
        "remove": gettext("Remove"),
        "change": gettext("Change it"),
        "busy": gettext("Keep or empty what is in the form first."),
        "lost": gettext("A photo is no longer on this device: change the visit and keep it again."),
        "fault": gettext("The server had a fault; it is tried again."),
        "full": gettext("This device has no room left: send what waits, or remove photos."),
        "discard_sure": gettext("Empty the form, photos included?"),
        "insecure": gettext(
            "This address is not encrypted: the browser keeps nothing on the device."
        ),
        "left_out": gettext("Left out:"),
        "heic": gettext("This browser cannot read HEIC: let the camera take JPEG, or send a JPEG."),
        "no_picture": gettext("This is no picture that can be sent, or it is too big."),
        "most_photos": gettext("A visit has %s photos at most.") % MOST_PHOTOS,
        "choose": gettext("Choose the project."),
        "empty": gettext("Say what was seen, or add a finding or a photo."),
        "nothing": gettext("Nothing yet"),
        "may_clear": gettext("The browser may clear what is kept here when space runs short."),
        "safe": gettext("This browser keeps what is here."),
        "never": gettext("Open this page once with a network first."),
        "planned": gettext("planned this month"),
        "double": gettext("The server holds another version of this visit: the office settles it."),
    }
