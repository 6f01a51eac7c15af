"""Seals answers about a known article, so that the catalogue can tell them from others (bildtext/seals.py)."""

from __future__ import annotations

from typing import Any

from bildtext.aws import aws_errors
from bildtext.seals import ALGORITHM


class KmsSealMaker:
    """A key of KMS (HMAC_256, GENERATE_VERIFY_MAC) with which the function may only kms:GenerateMac."""

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    def mac(self, digest: bytes) -> bytes:
        """As SealMaker."""
        with aws_errors(f"seal with the key {self._key_id!r} in KMS"):
            answer = self._client.generate_mac(KeyId=self._key_id, Message=digest, MacAlgorithm=ALGORITHM)
        mac: bytes = answer["Mac"]
        return mac
