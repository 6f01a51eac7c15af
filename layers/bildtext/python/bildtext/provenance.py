"""The provenance record of a released text: how it came about, signed (EU AI Act, Article 50).

A record stands beside its text, which stays free of invisible characters. It is a JSON object:

    {"format": "bildtext-provenance/1", "record": {field: value}, "signature": {"protected", "payload", "signature"}}

The signature is a flattened JWS (RFC 7515, ES256). Its payload is the SHA-256 of each field, so that a verifier can
name the field that was changed; its header holds the public key. That key shows that the record is whole. Whose it is,
only the deployment's published keys show (provenance_check.py).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from joserfc.util import urlsafe_b64encode

FORMAT: Final = "bildtext-provenance/1"
ALGORITHM: Final = "ES256"
VERSION: Final = "0.1.0"  # of Bildtext, as in pyproject.toml (a test compares them)

# IPTC's vocabulary, which C2PA manifests use too: who made what is left in the text. Its own example of
# dataDrivenMedia is a weather report written by code from readings, which is what the rule-based writer does.
_IPTC: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_UNTOUCHED: Final = {"rules": f"{_IPTC}dataDrivenMedia"}
_BY_MODEL: Final = f"{_IPTC}trainedAlgorithmicMedia"
_EDITED: Final = {"rules": f"{_IPTC}humanEdits"}
_MODEL_EDITED: Final = f"{_IPTC}compositeWithTrainedAlgorithmicMedia"
_BY_HUMAN: Final = f"{_IPTC}digitalCreation"


@dataclass(frozen=True)
class Person:
    """A user of the catalogue: the id of the login, and the name as the page shows it."""

    id: str
    name: str


@dataclass(frozen=True)
class MachineText:
    """The machine's text that a version started from. `inputs` is the stored text's fingerprint of all it was made from
    (data, tags, writer, house style); it and those of the prompt and of the data are "" where they are not known."""

    text: str
    writer: str
    model: str
    written_at: str
    prompt_sha256: str = ""
    inputs: str = ""
    data_sha256: str = ""


@dataclass(frozen=True)
class Release:
    """A release. `machine` is None for a text that a person wrote from nothing, `editor` None for a machine's text that
    nobody changed. `data` is the product data at the time of the release, as it was sent; `tags` are label ids by
    facet; `photos` are keys."""

    article: str
    text: str
    text_version: int
    written_at: str
    machine: MachineText | None
    editor: Person | None
    released_by: Person
    released_at: str
    data: str
    tags: Mapping[str, Sequence[str]]
    photos: Sequence[str]


class Signer(Protocol):
    """Signs with one ECDSA key on the curve P-256."""

    @property
    def public_key(self) -> Mapping[str, str]:
        """The public key as a JWK with a `kid`."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature r‖s (64 bytes) of the message's SHA-256. Raises TransientError, ConfigurationError."""
        ...


def signed_record(release: Release, signer: Signer) -> dict[str, Any]:
    """The record of a release, signed: what is stored with the release, and answered as the provenance file."""
    record = released_record(release)
    header = {"alg": ALGORITHM, "jwk": dict(signer.public_key), "kid": signer.public_key["kid"]}
    protected, payload = (
        urlsafe_b64encode(canonical_json(part)).decode() for part in (header, {"digests": digests(record)})
    )
    signature = urlsafe_b64encode(signer.sign(f"{protected}.{payload}".encode())).decode()
    return {
        "format": FORMAT,
        "record": record,
        "signature": {"protected": protected, "payload": payload, "signature": signature},
    }


def released_record(release: Release) -> dict[str, Any]:
    """The fields of the record. There are no floats in it, because a table may store and return them differently."""
    machine = release.machine
    share = human_share("" if machine is None else machine.text, release.text)
    return {
        "article": release.article,
        "text": release.text,
        "text_sha256": fingerprint(normalised(release.text)),
        "text_version": release.text_version,
        "written_at": release.written_at,
        "writer": "" if machine is None else machine.writer,
        "model": "" if machine is None else machine.model,
        "machine_text_sha256": "" if machine is None else fingerprint(normalised(machine.text)),
        "machine_written_at": "" if machine is None else machine.written_at,
        "prompt_sha256": "" if machine is None else machine.prompt_sha256,
        "inputs_fingerprint": "" if machine is None else machine.inputs,
        "data_sha256": (machine.data_sha256 if machine else "") or (fingerprint(release.data) if release.data else ""),
        "tags": {facet: list(labels) for facet, labels in release.tags.items()},
        "photos": list(release.photos),
        "editor": None if release.editor is None else vars(release.editor),
        "released_by": vars(release.released_by),
        "released_at": release.released_at,
        "changed_by_human": share,
        "digital_source_type": _source_type(machine, share["percent"]),
        "software": f"Bildtext {VERSION}",
    }


def human_share(machine: str, released: str) -> dict[str, int]:
    """How much of a text a person changed: of the words of both texts, the share that only one of them has.

    `percent` is 0 only if no word was changed, and 100 only if no word is left.
    """
    before, after = normalised(machine).split(), normalised(released).split()
    common, total = _common_words(before, after), len(before) + len(after)
    changed = total - 2 * common
    percent = 0 if not changed else 100 if not common else min(99, max(1, round(100 * changed / total)))
    return {"percent": percent, "machine_words": len(before), "released_words": len(after), "common_words": common}


def digests(record: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each field's canonical JSON."""
    return {name: hashlib.sha256(canonical_json(value)).hexdigest() for name, value in record.items()}


def canonical_json(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: the same bytes for the same value (RFC 8785, but for floats)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def normalised(text: str) -> str:
    """A text as it is compared: what programs change on their own (Unicode form, line ends, margins) is left out."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _source_type(machine: MachineText | None, percent: int) -> str:
    if machine is None or percent == 100:
        return _BY_HUMAN
    if percent == 0:
        return _UNTOUCHED.get(machine.writer, _BY_MODEL)
    return _EDITED.get(machine.writer, _MODEL_EDITED)


def _common_words(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest common subsequence.

    Bit-parallel (Hyyrö 2004): each word costs one addition of integers of as many bits as `first` has words, so that
    even long texts of one repeated word, difflib's worst case, take milliseconds.
    """
    places: dict[str, int] = defaultdict(int)
    for at, word in enumerate(first):
        places[word] |= 1 << at
    everything = (1 << len(first)) - 1
    row = everything
    for word in second:
        matches = row & places.get(word, 0)
        row = ((row + matches) | (row - matches)) & everything
    return len(first) - row.bit_count()
