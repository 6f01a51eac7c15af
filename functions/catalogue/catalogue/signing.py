"""The key that signs provenance records: in KMS in the cloud, in a file on the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from bildtext.aws import aws_errors
from bildtext.errors import ConfigurationError
from bildtext.key_files import create_once

_BYTES = 32  # of each of r and s, on P-256


class KmsSigner:
    """A key of KMS (ECC_NIST_P256, SIGN_VERIFY). It never leaves KMS; its public part is read once, when it is needed.

    `client` is boto3's KMS client; the function may kms:Sign and kms:GetPublicKey with this key only.
    """

    def __init__(self, client: Any, key_id: str) -> None:
        self._client = client
        self._key_id = key_id

    @cached_property
    def public_key(self) -> Mapping[str, str]:
        """The public key as a JWK; `kid` is the key's id in KMS, without account and region."""
        with aws_errors(f"read the public key {self._key_id!r} from KMS"):
            answer = self._client.get_public_key(KeyId=self._key_id)
        key = load_der_public_key(answer["PublicKey"])
        if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
            raise ConfigurationError(f"The signing key {self._key_id!r} in KMS is not of the kind ECC_NIST_P256.")
        return _public_jwk(ECKey.import_key(key), answer["KeyId"].rpartition("/")[2])

    def sign(self, message: bytes) -> bytes:
        """The signature r‖s; KMS answers in DER."""
        with aws_errors(f"sign with the key {self._key_id!r} in KMS"):
            answer = self._client.sign(
                KeyId=self._key_id, Message=message, MessageType="RAW", SigningAlgorithm="ECDSA_SHA_256"
            )
        return _joined(answer["Signature"])


class FileSigner:
    """A key in a PEM file that only its owner can read, created on first use."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _key(self) -> ECKey:
        create_once(self._path, lambda: ECKey.generate_key("P-256").as_pem(private=True))
        try:
            key = ECKey.import_key(self._path.read_bytes())
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm, JoseError) as error:
            raise ConfigurationError(
                f"The signing key {self._path} cannot be read ({error}); move it away, and a new one is made."
            ) from error
        if not key.is_private or key.curve_name != "P-256":
            raise ConfigurationError(f"{self._path} holds no private key of the curve P-256, which records need.")
        return key

    @cached_property
    def public_key(self) -> Mapping[str, str]:
        """The public key as a JWK; `kid` is its RFC 7638 thumbprint."""
        return _public_jwk(self._key, self._key.thumbprint())

    def sign(self, message: bytes) -> bytes:
        """The signature r‖s."""
        return _joined(self._key.get_op_key("sign").sign(message, ECDSA(SHA256())))


def key_set(*signers: KmsSigner | FileSigner) -> dict[str, list[dict[str, str]]]:
    """The JWK set that the deployment publishes at GET /provenance/keys."""
    return {"keys": [dict(signer.public_key) for signer in signers]}


def _joined(der: bytes) -> bytes:
    """An ECDSA signature in DER as r‖s, which JWS requires."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(_BYTES, "big") + s.to_bytes(_BYTES, "big")


def _public_jwk(key: ECKey, key_id: str) -> dict[str, str]:
    public = {
        name: str(value) for name, value in key.as_dict(private=False).items() if name in ("kty", "crv", "x", "y")
    }
    return {**public, "kid": key_id, "use": "sig", "alg": "ES256"}
