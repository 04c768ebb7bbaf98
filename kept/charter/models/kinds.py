"""What can be given, and how often."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a grant lets one give; STOP gives nothing, and lets one stop the line."""

    CREDIT = "CREDIT", _("store credit")
    REFUND = "REFUND", _("refund")
    REPLACEMENT = "REPLACEMENT", _("replacement")
    UPGRADE = "UPGRADE", _("upgrade")
    WAIVER = "WAIVER", _("waived rule")
    GIFT = "GIFT", _("apology gift")
    STOP = "STOP", _("stopping the line")


class Period(models.TextChoices):
    DAY = "DAY", _("a day")
    WEEK = "WEEK", _("a week")
    MONTH = "MONTH", _("a month")
    YEAR = "YEAR", _("a year")
    EVER = "EVER", _("in all")
