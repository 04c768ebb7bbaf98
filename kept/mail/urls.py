from django.urls import path

from kept.mail import views

app_name = "mail"
urlpatterns = [
    path("tray/", views.tray, name="tray"),
    path("tray/<int:pk>/", views.delivery, name="delivery"),
    path("tray/<int:pk>/again/", views.try_again, name="try_again"),
    path("tray/<int:pk>/file/", views.file_by_hand, name="file_by_hand"),
    path("tray/<int:pk>/aside/", views.set_aside, name="set_aside"),
    path("tray/<int:pk>/raw/", views.raw, name="raw"),
    path("copies/<int:pk>/again/", views.send_again, name="send_again"),
    path("letter/<int:message>/", views.letter, name="letter"),
    path("picture/<str:token>/", views.picture, name="picture"),
    path("text/<int:message>/", views.text, name="text"),
    path("file/<int:attachment>/", views.file, name="file"),
    path("blocked/", views.blocked, name="blocked"),
    path("blocked/<int:pk>/lift/", views.unblock, name="unblock"),
    path("mailboxes/", views.mailboxes, name="mailboxes"),
    path("mailboxes/add/", views.add_mailbox, name="add_mailbox"),
    path("mailboxes/<int:pk>/", views.mailbox, name="mailbox"),
    path("mailboxes/<int:pk>/try/", views.try_mailbox, name="try_mailbox"),
    path("mailboxes/<int:pk>/switch/", views.switch_mailbox, name="switch_mailbox"),
]
