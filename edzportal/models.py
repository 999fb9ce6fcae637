"""What the portal as a whole remembers."""

from django.db import models


class ContentGeneration(models.Model):
    """The one row by which cached pages know that they are old.

    `number` grows with whatever the public sees; `next_change_at` is the moment
    at which a page appears or vanishes by itself.
    """

    number = models.PositiveBigIntegerField(default=1)
    next_change_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "content generation"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_content_generation")]

    def __str__(self):
        return str(self.number)
