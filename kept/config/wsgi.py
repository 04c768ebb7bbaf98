"""Django for a WSGI server. Pages work there; screens do not follow by themselves (see `asgi`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")

application = get_wsgi_application()
