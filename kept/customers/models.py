"""Customers, their organisations and addresses, and what we remember of them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A firm, a club, an office: where several customers belong."""

    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("mail domain"), max_length=255, blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("domain"), name="organisation_domain_once", condition=~models.Q(domain="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """Somebody we serve. Who may see them follows from conversations: `conversations.access`.

    `link_epoch` is part of the seal on their page's link: raise it and old links are dead.
    """

    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="customers"
    )
    zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    place = models.CharField(_("place"), max_length=120, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    since = models.DateTimeField()
    link_epoch = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["name"], name="customer_by_name")]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """A mail address of a customer. One address is one customer.

    `is_dead` since a letter came back for good. The two keys find addresses that look like it.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses")
    value = models.CharField(_("mail address"), max_length=320)
    is_dead = models.BooleanField(default=False)
    likeness = models.CharField(max_length=320, blank=True, default="")
    domain_likeness = models.CharField(max_length=320, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(Lower("value"), name="address_once_in_any_case"),
        ]
        indexes = [
            models.Index(fields=["likeness", "id"], name="address_looking_like"),
            models.Index(fields=["domain_likeness", "id"], name="address_of_domain_like"),
        ]

    def __str__(self) -> str:
        return self.value


class Fact(models.Model):
    """Something worth knowing when we next speak: the words, and how we know."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="facts")
    words = models.CharField(_("what to remember"), max_length=200)
    source = models.CharField(_("how we know"), max_length=120)
    icon = models.CharField(max_length=20, default="pen")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["-told_at", "-pk"]

    def __str__(self) -> str:
        return self.words
