from django.urls import path

from kept.notices.views import calendar, choices, listing

app_name = "notices"
urlpatterns = [
    path("notices/", listing.notices, name="notices"),
    path("notices/seen/", listing.all_seen, name="all_seen"),
    path("notices/<int:pk>/seen/", listing.seen, name="seen"),
    path("notices/alarms/<int:pk>/seen/", listing.alarm_seen, name="alarm_seen"),
    path("notices/worker.js", choices.worker, name="worker"),
    path("me/notices/", choices.preferences, name="preferences"),
    path("me/notices/desks/<int:desk>/", choices.of_desk, name="of_desk"),
    path("me/notices/key/", choices.push_key, name="push_key"),
    path("me/notices/browsers/", choices.add_browser, name="add_browser"),
    path("me/notices/browsers/<int:pk>/remove/", choices.remove_browser, name="remove_browser"),
    path("me/calendar/", calendar.link, name="calendar"),
    path("me/calendar/make/", calendar.make_link, name="make_link"),
    path("me/calendar/withdraw/", calendar.withdraw_link, name="withdraw_link"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
]
