from django.apps import AppConfig


class FollowersConfig(AppConfig):
    name = "kept.followers"
    label = "followers"
