"""Addresses that may stand behind a link: those of web pages, and nothing that runs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kptimeline.render import safe

_NOT_IN_URL = re.compile(r"[\s<>\"'`\\^{}|]")


def web(url: str | None) -> str | None:
    """The url where it is http or https with a host and without a character that no url has; else None."""
    if not url or safe.inline(url) != url or _NOT_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None
