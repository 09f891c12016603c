from django.db import models
from django.utils.translation import gettext_lazy as _

from bihuan.accounts.models import User


class SavedView(models.Model):
    """A way of looking at the list of projects that its owner gave a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(_("filters, sorting and columns"), max_length=2_000, blank=True)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
