"""The house's brand and those of desks."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kept.brand.rules import LONGEST_NAME
from kept.conversations.models import Desk


class Brand(models.Model):
    """What customers see of a desk, or of the house where `desk` is null. Empty: the house's.

    `accent` is "#rrggbb" in lower case. `logo` names a PNG of ours in the blob store; width and
    height are its pixels.
    """

    desk = models.OneToOneField(
        Desk, models.CASCADE, null=True, blank=True, related_name="own_brand"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True, default="")
    accent = models.CharField(_("colour"), max_length=7, blank=True, default="")
    logo = models.CharField(max_length=64, blank=True, default="", db_index=True)
    logo_width = models.PositiveSmallIntegerField(default=0)
    logo_height = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            # Nulls are never the same to a database: the house has one brand all the same.
            models.UniqueConstraint(Coalesce("desk", Value(0)), name="brand_once"),
            models.CheckConstraint(
                name="brand_logo_has_size",
                condition=Q(logo="", logo_width=0, logo_height=0)
                | (~Q(logo="") & Q(logo_width__gt=0, logo_height__gt=0)),
            ),
            models.CheckConstraint(
                name="brand_accent_is_a_colour",
                condition=Q(accent="") | Q(accent__startswith="#"),
            ),
        ]

    def __str__(self) -> str:
        return f"brand of {f'desk {self.desk_id}' if self.desk_id else 'the house'}"
