from django.urls import path

from kept.desk import bulk, customer, merging, people, printing, tagging, views, writing

app_name = "desk"
urlpatterns = [
    path("desk/<str:place>/", views.list_, name="list"),
    path("desk/<str:place>/<int:pk>/", views.conversation, name="conversation"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("bulk/<int:pk>/", bulk.progress, name="progress"),
    path("bulk/<int:pk>/undo/", bulk.undo, name="undo_bulk"),
    path("c/<int:pk>/reply/", writing.reply, name="reply"),
    path("c/<int:pk>/forward/", writing.forward, name="forward"),
    path("c/<int:pk>/files/", writing.files, name="files"),
    path("departures/<int:pk>/undo/", writing.undo, name="undo"),
    path("departures/<int:pk>/leave/", writing.leave_now, name="leave_now"),
    path("c/<int:pk>/note/", writing.note, name="note"),
    path("c/<int:pk>/draft/", writing.draft, name="draft"),
    path("c/<int:pk>/offers/", writing.offers, name="offers"),
    path("c/<int:pk>/offers/answer/", writing.answer_offer, name="answer_offer"),
    path("c/<int:pk>/print/", printing.page, name="print"),
    path("c/<int:pk>/assign/", views.assign, name="assign"),
    path("c/<int:pk>/tags/", tagging.tags, name="tags"),
    path("c/<int:pk>/status/", views.status, name="status"),
    path("c/<int:pk>/priority/", views.priority, name="priority"),
    path("c/<int:pk>/read/", views.read, name="read"),
    path("c/<int:pk>/here/", views.here, name="here"),
    path("c/<int:pk>/merge/", merging.merge, name="merge"),
    path("c/<int:pk>/ties/<int:tie>/", merging.settle, name="settle_tie"),
    path("c/<int:pk>/people/", people.add, name="add_person"),
    path("c/<int:pk>/people/<int:participant>/", people.settle, name="settle_person"),
    path("customers/<int:pk>/", customer.page, name="customer"),
    path("customers/<int:pk>/change/", customer.change, name="change_customer"),
    path("customers/<int:pk>/links/withdraw/", customer.withdraw_links, name="withdraw_links"),
    path("customers/<int:pk>/addresses/<int:address>/", customer.address, name="address"),
    path("customers/<int:pk>/facts/", customer.remember, name="remember"),
    path("customers/<int:pk>/facts/<int:fact>/forget/", customer.forget, name="forget"),
]
