"""Mail that nobody wrote: how much of it an address got lately, and what was held back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AutomaticMail(models.Model):
    """How many automatic letters left for one address since `began_at`, counted a day at a time.

    `address` is in lower case. `label` names the letter that left last: tried again, it has had its
    turn already.
    """

    address = models.CharField(max_length=320, unique=True)
    began_at = models.DateTimeField()
    taken = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "automatic mail"

    def __str__(self) -> str:
        return f"{self.taken} to {self.address}"


class HeldMail(models.Model):
    """One automatic letter that did not leave, lest two programs answer each other without end.

    `label` names the letter: `notice-000012`, `alarm-000003`.
    """

    class Why(models.TextChoices):
        MACHINE = "MACHINE", _("A machine wrote what it would answer.")
        OURS = "OURS", _("An address of one of our own desks gets one automatic mail a day.")
        NOBODY = (
            "NOBODY",
            _(
                "An address with which nobody has signed in for six weeks gets one automatic "
                "mail a day."
            ),
        )
        MANY = "MANY", _("No address gets more than 60 automatic mails a day.")

    label = models.CharField(max_length=60)
    recipient = models.CharField(max_length=320)
    why = models.CharField(max_length=7, choices=Why)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "held mail"
        constraints = [
            models.UniqueConstraint(fields=["label", "recipient"], name="held_mail_once"),
        ]
        indexes = [models.Index(fields=["-at"], name="held_mail_newest")]

    def __str__(self) -> str:
        return f"{self.label} to {self.recipient}"
