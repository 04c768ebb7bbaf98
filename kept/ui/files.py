"""Static files by the hash of what is in them, so that a browser may keep each for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedFiles(ManifestStaticFilesStorage):
    """Django's, with the imports between our script modules followed as well."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *given: Any, **named: Any) -> Callable[[re.Match[str]], str]:
        if name.endswith(".js") and not name.startswith("ui/js/"):
            # Scripts of others are left alone: what looks like an import there may be a comment.
            return lambda match: match[0]
        converter: Callable[[re.Match[str]], str] = super().url_converter(name, *given, **named)
        return converter
