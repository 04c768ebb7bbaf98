from django.urls import path

from kept.homes import views, word, workload

app_name = "homes"
urlpatterns = [
    path("", views.door, name="door"),
    path("today/", views.today, name="today"),
    path("today/aside/", views.aside, name="aside"),
    path("today/focus/", views.after_focus, name="after_focus"),
    path("today/away/", views.away, name="away"),
    path("rhythm/", views.rhythm, name="rhythm"),
    path("workload/", workload.workload, name="workload"),
    path("workload/<int:desk>/<int:member>/", workload.move, name="move"),
    path("word/", word.word, name="word"),
    path("word/kept.csv", word.word_csv, name="word_csv"),
    path("word/mine/", word.my_word, name="my_word"),
    path("word/mine/kept.csv", word.my_word_csv, name="my_word_csv"),
]
