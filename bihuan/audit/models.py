from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One thing somebody did. Written once, never edited, never joined to live tables.

    Holds names instead of foreign keys, so that the log outlives whatever it describes. Each event
    carries the hash of the one before it: a removed or edited row breaks the chain. `facts` holds
    the digests of the rows and files written with it, as JSON (see `sealing`): what was written
    otherwise differs from its last digest.
    """

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.CharField(_("by"), max_length=150)
    verb = models.CharField(_("what"), max_length=60)
    thing = models.CharField(_("thing"), max_length=60)
    thing_id = models.CharField(max_length=40)
    note = models.JSONField(_("details"), default=dict)
    facts = models.TextField(_("digests of facts"), default="", editable=False)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    is_recorded = False  # it is the record

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["thing", "thing_id"], name="event_thing")]

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.thing}#{self.thing_id}"
