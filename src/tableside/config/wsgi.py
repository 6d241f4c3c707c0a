"""The application as a WSGI server sees it."""

from __future__ import annotations

import os

from tableside.records.foundation.sqlite_library import use_recent_sqlite

use_recent_sqlite()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tableside.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402  (the library has to be swapped before Django loads)

application = get_wsgi_application()
