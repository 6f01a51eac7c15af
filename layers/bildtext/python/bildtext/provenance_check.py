"""Verifies a provenance record: whether it is whole, what was changed, and whose key signed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from bildtext.errors import InvalidInput
from bildtext.json_text import JsonError, load_json
from bildtext.provenance import ALGORITHM, FORMAT, digests, normalised

_SIGNATURE: Final = ("protected", "payload", "signature")
Change = Literal["changed", "added", "removed"]


class InvalidRecord(InvalidInput):
    """A file that is no provenance record, or one whose signature proves nothing; the message says why."""

    code = "invalid-provenance"
    title = "The provenance record is not valid"


@dataclass(frozen=True)
class Verification:
    """What a record's signature proves.

    `changes` are the fields that differ from what was signed, by name. `text_changed` is None if no text was given.
    `key_known` is None if there were no known keys to compare the record's with. `key` is its RFC 7638 thumbprint.
    """

    record: Mapping[str, Any]
    changes: Mapping[str, Change]
    key: str
    key_id: str
    key_known: bool | None
    text_changed: bool | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the record, and the text if one was given, are as they were signed."""
        return not self.changes and not self.text_changed


def verify(content: bytes | str, known: Sequence[ECKey] | None = None, text: str | None = None) -> Verification:
    """Check the signature of a record, then each field against it, and `text` against the record's.

    Raises:
        InvalidRecord: not a record, or its signature is not valid, so that nothing about it is proven.
    """
    record, signature = _parts(_json(content))
    key, header, signed = _signed_digests(signature)
    now = digests(record)
    names = [*now, *(name for name in signed if name not in now)]
    changes = {name: change for name in names if (change := _change(signed.get(name), now.get(name)))}
    thumbprint = key.thumbprint()
    known_prints = None if known is None else {one.thumbprint() for one in known}
    found = Verification(
        record,
        changes,
        thumbprint,
        str(header.get("kid", "")),
        None if known_prints is None else thumbprint in known_prints,
    )
    if text is None:
        return found
    return replace(found, text_changed=normalised(text) != normalised(str(record.get("text", ""))))


def read_keys(content: bytes) -> list[ECKey]:
    """The public keys in a PEM file, a JWK or a JWK set. Raises InvalidRecord."""
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            keys: Sequence[Any] = [ECKey.import_key(content)]
        else:
            value = _json(content)
            several = isinstance(value, dict) and "keys" in value
            keys = KeySet.import_key_set(value).keys if several else [ECKey.import_key(value)]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRecord(f"The key is no public key as PEM, JWK or JWK set ({error}).") from error
    if not (usable := [key for key in keys if isinstance(key, ECKey) and key.curve_name == "P-256"]):
        raise InvalidRecord("There is no key of the curve P-256 among the keys; records are signed with such a key.")
    return usable


def _json(content: bytes | str) -> Any:
    try:
        return load_json(content)
    except JsonError as error:
        raise InvalidRecord(f"The file {error}; give the file that the catalogue's provenance link saves.") from error


def _parts(value: Any) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The record and its signature."""
    if not isinstance(value, dict) or not isinstance(value.get("record"), dict):
        raise InvalidRecord("The file is JSON, but no provenance record: it has no `record`.")
    if value.get("format") != FORMAT:
        raise InvalidRecord(f"The record has the format {value.get('format')!r:.60}; this version reads {FORMAT!r}.")
    signature = value.get("signature")
    if not isinstance(signature, dict) or not all(isinstance(signature.get(name), str) for name in _SIGNATURE):
        raise InvalidRecord("The record is not signed, so nothing about it can be verified.")
    return value["record"], {name: signature[name] for name in _SIGNATURE}


def _signed_digests(signature: Mapping[str, str]) -> tuple[ECKey, Mapping[str, Any], Mapping[str, str]]:
    """The record's key, the signature's header, and the digests it signs, by field."""
    try:
        header = jws.extract_compact(f"{signature['protected']}..".encode()).headers()
        if header.get("alg") != ALGORITHM:
            raise InvalidRecord(f"The record is signed with {header.get('alg')!r:.60}; only {ALGORITHM} is accepted.")
        key = ECKey.import_key(header["jwk"])
        if key.is_private or key.curve_name != "P-256":
            raise InvalidRecord("The key in the record is not a public key of the curve P-256.")
        signed = jws.deserialize_compact(".".join(signature[name] for name in _SIGNATURE), key, algorithms=[ALGORITHM])
        payload = load_json(signed.payload)["digests"]
        return key, header, {str(name): str(digest) for name, digest in payload.items()}
    except (JoseError, JsonError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidRecord(
            "The signature is not valid: it was changed, cut off, or made with another key than the one in the record."
        ) from error


def _change(signed: str | None, now: str | None) -> Change | None:
    if signed == now:
        return None
    return "added" if signed is None else "removed" if now is None else "changed"
