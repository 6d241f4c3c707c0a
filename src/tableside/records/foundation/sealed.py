"""Columns whose content is encrypted: AES-256-GCM under a key derived per practice, bound to the column it stands in.

A cell reads ``s1:<key id>:<base64 of nonce and ciphertext>``. The associated data is practice, model and field, so a
cell copied to another practice, table or column no longer opens. The master keys come from ``settings.MASTER_KEYS``,
newest first; older ones still open what they sealed.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode, b64encode, urlsafe_b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from tableside.records.foundation.scope import current_practice_id

if TYPE_CHECKING:  # Django's fields are generic for the type checker only
    _TextField = models.TextField[Any, Any]  # Any: what a field accepts and gives depends on null
else:
    _TextField = models.TextField

_MARK = "s1"


class Unreadable(RuntimeError):
    """A sealed cell does not open: wrong key, wrong place, or changed by hand."""


@lru_cache(maxsize=1024)
def _cipher(master: bytes, practice_id: UUID) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=practice_id.bytes, info=b"tableside sealed column").derive(master))


def _key_id(master: bytes) -> str:
    return hashlib.sha256(b"tableside key id" + master).hexdigest()[:8]


def fernet_key(master: str) -> bytes:
    """A key of its own for secrets that belong to a person, not to a practice (second factors)."""
    derived = HKDF(SHA256(), 32, salt=None, info=b"tableside second factor").derive(bytes.fromhex(master))
    return urlsafe_b64encode(derived)


def seal(text: str, *, place: str) -> str:
    key_id, sealed = _sealed(text.encode(), place=place)
    return f"{_MARK}:{key_id}:{b64encode(sealed).decode()}"


def unseal(cell: str, *, place: str) -> str:
    try:
        _mark, key_id, body = cell.split(":")
        return _opened(key_id, b64decode(body), place=place).decode()
    except Exception as reason:  # every way to fail means the same, and none may leak the content
        raise Unreadable(f"A sealed cell of {place} does not open.") from reason


def seal_file(content: bytes, *, place: str) -> bytes:
    """The same for what lies in a file: ``s1:<key id>:`` and then nonce and ciphertext as they are."""
    key_id, sealed = _sealed(content, place=place)
    return f"{_MARK}:{key_id}:".encode() + sealed


def unseal_file(content: bytes, *, place: str) -> bytes:
    try:
        _mark, key_id, body = content.split(b":", 2)
        return _opened(key_id.decode(), body, place=place)
    except Exception as reason:  # as above
        raise Unreadable(f"The sealed file {place} does not open.") from reason


def _sealed(plain: bytes, *, place: str) -> tuple[str, bytes]:
    practice_id, nonce = current_practice_id(), os.urandom(12)
    master = bytes.fromhex(settings.MASTER_KEYS[0])
    sealed = _cipher(master, practice_id).encrypt(nonce, plain, f"{practice_id}:{place}".encode())
    return _key_id(master), nonce + sealed


def _opened(key_id: str, raw: bytes, *, place: str) -> bytes:
    practice_id = current_practice_id()
    master = next(key for key in map(bytes.fromhex, settings.MASTER_KEYS) if _key_id(key) == key_id)
    return _cipher(master, practice_id).decrypt(raw[:12], raw[12:], f"{practice_id}:{place}".encode())


class SealedTextField(_TextField):
    """Text that is encrypted at rest. It cannot be searched or sorted by the database."""

    def _place(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:  # Any: Django's own signature
        return None if value is None else seal(str(value), place=self._place())

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> str | None:
        return None if value is None else unseal(value, place=self._place())

    def get_lookup(self, lookup_name: str) -> Any:  # Any: Django's own signature
        if lookup_name != "isnull":
            raise TypeError(f"{self._place()} is sealed: the database cannot compare it.")
        return super().get_lookup(lookup_name)


if TYPE_CHECKING:
    SealedJSONField = models.JSONField  # it takes and gives the same values
else:

    class SealedJSONField(SealedTextField):
        """A JSON value, encrypted at rest."""

        def get_prep_value(self, value: Any) -> Any:  # Any: a JSON value
            return (
                None if value is None else super().get_prep_value(json.dumps(value, ensure_ascii=False, sort_keys=True))
            )

        def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:
            text = super().from_db_value(value, expression, connection)
            return None if text is None else json.loads(text)

        def to_python(self, value: Any) -> Any:
            return value
