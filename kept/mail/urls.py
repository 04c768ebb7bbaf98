from django.urls import path

from kept.mail.views import blocking, connecting, files, letters, mailboxes, tray

app_name = "mail"
urlpatterns = [
    path("tray/", tray.tray, name="tray"),
    path("tray/<int:pk>/", tray.delivery, name="delivery"),
    path("tray/<int:pk>/again/", tray.try_again, name="try_again"),
    path("tray/<int:pk>/file/", tray.file_by_hand, name="file_by_hand"),
    path("tray/<int:pk>/aside/", tray.set_aside, name="set_aside"),
    path("tray/<int:pk>/raw/", tray.raw, name="raw"),
    path("copies/<int:pk>/again/", tray.send_again, name="send_again"),
    path("letter/<int:message>/", letters.letter, name="letter"),
    path("letter/<int:message>/designed/", letters.designed, name="designed"),
    path("letter/<int:message>/pictures/", letters.pictures_from, name="pictures_from"),
    path("picture/<str:token>/", letters.picture, name="picture"),
    path("text/<int:message>/", letters.text, name="text"),
    path("file/<int:attachment>/", files.file, name="file"),
    path("file/<int:attachment>/look/", files.look, name="look"),
    path("blocked/", blocking.blocked, name="blocked"),
    path("blocked/<int:pk>/lift/", blocking.unblock, name="unblock"),
    path("mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("mailboxes/add/", mailboxes.add_mailbox, name="add_mailbox"),
    path("mailboxes/find/", mailboxes.find_mailbox, name="find_mailbox"),
    path("mailboxes/connected/", connecting.connected, name="connected"),
    path("mailboxes/add/<slug:provider>/", connecting.add_by_consent, name="add_by_consent"),
    path("mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/client/", connecting.client, name="client"),
    path("mailboxes/<int:pk>/connect/", connecting.connect, name="connect"),
    path("mailboxes/<int:pk>/try/", mailboxes.try_mailbox, name="try_mailbox"),
    path("mailboxes/<int:pk>/switch/", mailboxes.switch_mailbox, name="switch_mailbox"),
    path("mailboxes/<int:pk>/trip/", mailboxes.round_trip, name="round_trip"),
]
