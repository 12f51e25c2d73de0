"""The keys of articles: the same article gets the same key on every machine."""

from __future__ import annotations

import base64
import hashlib
import json


def sha256(raw: bytes) -> str:
    """64 lowercase hexadecimal digits."""
    return hashlib.sha256(raw).hexdigest()


def article_key(*, outlet: str | None, url: str | None, given_id: str | None, text: str) -> str:
    """`a` and 12 base32 letters over outlet, url (else the given id) and text.

    Evidence for the anchor and the path are no part of it, so the key stays when they change.
    """
    parts = json.dumps([outlet, url or given_id, text], ensure_ascii=True).encode("ascii")
    # 12 letters are 60 bits: of the digest only 10 bytes are spelled.
    return "a" + base64.b32encode(hashlib.sha256(parts).digest()[:10])[:12].decode("ascii").lower()
