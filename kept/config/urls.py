"""The map of addresses. Every view carries a door (`kept.people.doors`)."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("kept.homes.urls")),
    path("", include("kept.desk.urls")),
    path("", include("kept.people.urls")),
    path("", include("kept.hours.urls")),
    path("", include("kept.conversations.urls")),
    path("", include("kept.checklists.urls")),
    path("", include("kept.focus.urls")),
    path("", include("kept.timespent.urls")),
    path("", include("kept.fields.urls")),
    path("", include("kept.brand.urls")),
    path("", include("kept.first_steps.urls")),
    path("", include("kept.macros.urls")),
    path("", include("kept.routing.urls")),
    path("", include("kept.promises.urls")),
    path("", include("kept.agreements.urls")),
    path("", include("kept.handoffs.urls")),
    path("", include("kept.charter.urls")),
    path("", include("kept.recovery.urls")),
    path("", include("kept.improvement.urls")),
    path("", include("kept.playbook.urls")),
    path("", include("kept.notices.urls")),
    path("", include("kept.search.urls")),
    path("", include("kept.automation.urls")),
    path("", include("kept.reports.urls")),
    path("", include("kept.themes.urls")),
    path("", include("kept.prompts.urls")),
    path("mail/", include("kept.mail.urls")),
    path("for/", include("kept.portal.urls")),
]

handler400 = "kept.ui.errors.bad_request"
handler403 = "kept.ui.errors.forbidden"
handler404 = "kept.ui.errors.not_found"
handler500 = "kept.ui.errors.broken"
