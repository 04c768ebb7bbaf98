from django.urls import path

from kept.conversations.views import desks, tags

app_name = "conversations"
urlpatterns = [
    path("settings/desks/", desks.desks, name="desks"),
    path("settings/desks/make/", desks.make_desk, name="make_desk"),
    path("settings/desks/<int:pk>/", desks.change_desk, name="change_desk"),
    path("settings/statuses/", desks.statuses, name="statuses"),
    path("settings/tags/", tags.tags, name="tags"),
    path("settings/tags/make/", tags.make_tag, name="make_tag"),
    path("settings/tags/<int:pk>/", tags.change_tag, name="change_tag"),
]
