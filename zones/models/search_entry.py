"""What search looks through: one row per page and language, written after each publication."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """A page as words. `title_words` and `words` are folded, Chinese cut into overlapping pairs."""

    class Kind(models.TextChoices):
        ZONE = "zone", _("zone")
        ARTICLE = "article", _("article")

    kind = models.CharField(max_length=8, choices=Kind)
    object_id = models.BigIntegerField()
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=250)
    text = models.TextField(blank=True)
    title_words = models.TextField()
    words = models.TextField()
    # When the page is public, copied from it: a search needs no look at the page itself.
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    # Something that the page names was renamed: the worker writes the entry anew.
    is_stale = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="search_entry_once")
        ]
        indexes = [models.Index(fields=["id"], condition=models.Q(is_stale=True), name="search_entry_stale")]

    def __str__(self):
        return f"{self.kind} {self.object_id} {self.language}"
