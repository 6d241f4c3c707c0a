"""Log lines without secrets. An address may hold a token that opens somebody's appointment, and Django writes addresses
into its log."""

from __future__ import annotations

import logging
import re

#: Long runs of letters and digits that are no key of ours (a UUID tells nothing and opens nothing).
_TOKEN = re.compile(r"(?<![\w-])(?![0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-]))[\w-]{30,}(?![\w-])")


class WithoutTokens(logging.Formatter):
    """The whole line is looked through, what an exception says included."""

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))


def without_tokens(text: str) -> str:
    """
    >>> without_tokens("Not Found: /appointment/3nH2_x-kQ9vB7pLw0aZcD5rTfYgUjMkE1oIi8sVqXhA/move/")
    'Not Found: /appointment/(token)/move/'
    >>> without_tokens("Message 01a20ee6-28d4-710c-9caa-4f42e48986fb not sent: TimeoutError")
    'Message 01a20ee6-28d4-710c-9caa-4f42e48986fb not sent: TimeoutError'
    """
    return "\n".join(_TOKEN.sub("(token)", line) if not _is_code(line) else line for line in text.split("\n"))


def _is_code(line: str) -> bool:
    """Lines of a traceback that show where, not what: names of functions are long, too."""
    return line.startswith(("  File ", "    "))
