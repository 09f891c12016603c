"""What happens at the doors, and what is guessed there."""

from bihuan.kit.choices import Choice
from bihuan.kit.words import _


class AccessKind(Choice):
    """What happened."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    WRONG_PASSWORD = "wrong_password", _("Wrong password")
    WRONG_CODE = "wrong_code", _("Wrong code of the second step")
    NAME_PAUSED = "name_paused", _("Sign-in paused for a name")
    ADDRESS_PAUSED = "address_paused", _("Sign-in paused for an address")
    EXPORTED = "exported", _("Downloaded a file")


class Secret(Choice):
    """What somebody must know; wrong tries of each are counted apart."""

    PASSWORD = "password", _("password")
    CODE = "code", _("code of the second step")


WRONG = {Secret.PASSWORD: AccessKind.WRONG_PASSWORD, Secret.CODE: AccessKind.WRONG_CODE}
