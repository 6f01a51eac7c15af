"""The seal of an answer of POST /checks or POST /descriptions: that this deployment gave it, about this text and
article.

Nothing is stored when a text is checked or generated. The client brings the answer back when it stores the text, and
could have changed it: no findings, another writer. So the description function seals the answer (a MAC, HMAC-SHA-256,
with a key that no client has), and the catalogue keeps only what the seal confirms.

Only what was made from the stored data and photos of an article is sealed, not what came with the request: anybody can
have a text checked against data of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from secrets import token_bytes
from typing import Any, Final, Protocol

from bildtext.errors import ConfigurationError
from bildtext.key_files import create_once

ALGORITHM: Final = "HMAC_SHA_256"
_BYTES: Final = 32  # of a key
_NOT_SEALED: Final = {"seal", "request_id", "duration_ms"}  # duration_ms has the only floats, which JSON may change


class SealMaker(Protocol):
    """Makes seals."""

    def mac(self, digest: bytes) -> bytes:
        """The MAC of a digest. Raises TransientError, ConfigurationError."""
        ...


class SealVerifier(Protocol):
    """Verifies seals."""

    def verifies(self, digest: bytes, mac: bytes) -> bool:
        """Whether this deployment made the MAC of the digest. Raises TransientError, ConfigurationError."""
        ...


def sealed(answer: Mapping[str, Any], article: str, text: str, at: str, key: SealMaker) -> dict[str, str]:
    """The seal of an answer about a text of an article. `at` is the time before the article was read, ISO 8601."""
    return {"article": article, "at": at, "mac": key.mac(_digest(answer, article, text, at)).hex()}


def is_sealed(answer: Mapping[str, Any], article: str, text: str, key: SealVerifier) -> bool:
    """Whether an answer is as this deployment gave it, about this text of this article. Raises as the key does."""
    seal = answer.get("seal")
    if not seal or seal["article"] != article:
        return False
    try:
        mac = bytes.fromhex(seal["mac"])
    except ValueError:
        return False
    return key.verifies(_digest(answer, article, text, seal["at"]), mac)


def _digest(answer: Mapping[str, Any], article: str, text: str, at: str) -> bytes:
    """The SHA-256 of all that the seal confirms, whatever the order of keys; None may be left out. (KMS takes at
    most 4 kB.)"""
    parts = {name: value for name, value in answer.items() if name not in _NOT_SEALED and value is not None}
    content = json.dumps([article, text, at, parts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).digest()


class FileSealKey:
    """A key in a file that only its owner can read, created on first use: for the laptop."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _key(self) -> bytes:
        try:
            create_once(self._path, lambda: token_bytes(_BYTES))
            key = self._path.read_bytes()
        except OSError as error:
            raise ConfigurationError(f"The key of seals {self._path} cannot be read ({error}).") from error
        if len(key) != _BYTES:
            raise ConfigurationError(f"{self._path} has not {_BYTES} bytes; move it away, and a new key is made.")
        return key

    def mac(self, digest: bytes) -> bytes:
        """As SealMaker."""
        return hmac.digest(self._key, digest, "sha256")

    def verifies(self, digest: bytes, mac: bytes) -> bool:
        """As SealVerifier."""
        return hmac.compare_digest(self.mac(digest), mac)


def no_seal_key() -> ConfigurationError:
    """The error of a function that has no key of seals."""
    return ConfigurationError("There is no key for seals: set SEAL_KEY_ID (KMS) or SEAL_KEY_FILE.")
