"""Verifies what a client says about a text that it stores (bildtext/seals.py)."""

from __future__ import annotations

from typing import Any

from bildtext.aws import aws_errors
from bildtext.seals import ALGORITHM


class KmsSealVerifier:
    """A key of KMS (HMAC_256, GENERATE_VERIFY_MAC) with which the function may only kms:VerifyMac."""

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    def verifies(self, digest: bytes, mac: bytes) -> bool:
        """As SealVerifier."""
        if not mac:
            return False  # KMS takes no empty one
        with aws_errors(f"verify a seal with the key {self._key_id!r} in KMS"):
            try:
                answer = self._client.verify_mac(KeyId=self._key_id, Message=digest, Mac=mac, MacAlgorithm=ALGORITHM)
            except self._client.exceptions.KMSInvalidMacException:
                return False
        return bool(answer["MacValid"])
