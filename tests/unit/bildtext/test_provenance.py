"""Provenance records: what they say, and what a change to one is reported as."""

from __future__ import annotations

import base64
import json
import time
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import ECKey

from bildtext.provenance import VERSION, MachineText, canonical_json, human_share, released_record
from bildtext.provenance_check import InvalidRecord, read_keys, verify
from bildtext.storage.dynamodb import from_item, to_item
from catalogue.signing import FileSigner
from tests.releases import MACHINE, RELEASE, public_pem, record, release

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> FileSigner:
    return FileSigner(tmp_path_factory.mktemp("keys") / "key.pem")


def encoded(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION


def test_a_record_is_verified(signer: FileSigner) -> None:
    found = verify(json.dumps(record(signer)), read_keys(public_pem(signer)), RELEASE.text)
    assert (found.unchanged, found.changes, found.text_changed, found.key_known) == (True, {}, False, True)
    assert found.key_id == signer.public_key["kid"]


def test_a_record_is_the_same_after_the_table_stored_it(signer: FileSigner) -> None:
    stored = from_item(to_item({"record": record(signer)}))["record"]
    assert verify(json.dumps(stored)).unchanged


@pytest.mark.parametrize("name", released_record(RELEASE))
def test_a_change_to_any_field_is_named(name: str, signer: FileSigner) -> None:
    changed, without = record(signer), record(signer)
    changed["record"][name] = "something else"
    del without["record"][name]
    assert verify(json.dumps(changed)).changes == {name: "changed"}
    assert verify(json.dumps(without)).changes == {name: "removed"}


def test_an_added_field_is_named(signer: FileSigner) -> None:
    more = record(signer)
    more["record"]["award"] = "best text"
    assert verify(json.dumps(more)).changes == {"award": "added"}


def test_the_text_is_compared_without_what_programs_change(signer: FileSigner) -> None:
    saved = f"\n{unicodedata.normalize('NFD', RELEASE.text)}  \r\n"
    assert verify(json.dumps(record(signer)), text=saved).unchanged
    assert verify(json.dumps(record(signer)), text=RELEASE.text.replace("bequem", "nass")).text_changed


def test_another_key_is_not_the_known_one(signer: FileSigner, tmp_path: Path) -> None:
    forged = record(FileSigner(tmp_path / "other.pem"))
    assert verify(json.dumps(forged), read_keys(public_pem(signer))).key_known is False
    assert verify(json.dumps(forged)).key_known is None


def forged_header(signer: FileSigner, header: object, signature: str | None = None) -> dict[str, Any]:
    signed = record(signer)
    signed["signature"]["protected"] = encoded(header)
    if signature is not None:
        signed["signature"]["signature"] = signature
    return signed


@pytest.mark.parametrize("algorithm", ["none", "HS256", "ES384", None, 5, {"a": 1}])
def test_only_one_algorithm_is_accepted(algorithm: object, signer: FileSigner) -> None:
    header = {"alg": algorithm, "jwk": dict(signer.public_key)}
    with pytest.raises(InvalidRecord, match="only ES256 is accepted"):
        verify(json.dumps(forged_header(signer, header, "")))


def test_a_public_key_is_no_secret_to_sign_with(signer: FileSigner) -> None:
    """The classic forgery: HMAC with the public key as the secret, under the accepted algorithm's name."""
    header = {"alg": "ES256", "jwk": {"kty": "oct", "k": encoded(public_pem(signer))}}
    with pytest.raises(InvalidRecord, match="The signature is not valid"):
        verify(json.dumps(forged_header(signer, header)))


@pytest.mark.parametrize(
    "header",
    [
        [],
        "x",
        {},
        {"alg": "ES256"},
        {"alg": "ES256", "jwk": None},
        {"alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
        {"alg": "ES256", "jwk": {"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA"}},
        {"alg": "ES256", "jwk": ECKey.generate_key("P-384").as_dict(private=False)},
        {"alg": "ES256", "jwk": ECKey.generate_key("P-256").as_dict(private=True)},
        {"alg": "ES256", "jwk": ECKey.generate_key("P-256").as_dict(private=False)},
        {"alg": "ES256", "crit": ["b64"], "b64": False, "jwk": ECKey.generate_key("P-256").as_dict(private=False)},
        b"\xff\xfe",
        b"{" * 3000,
    ],
)
def test_a_hostile_header_is_refused(header: object, signer: FileSigner) -> None:
    with pytest.raises(InvalidRecord):
        verify(json.dumps(forged_header(signer, header)))


@pytest.mark.parametrize("part", ["protected", "payload", "signature"])
@pytest.mark.parametrize("value", ["", "!", "A", "AAAA", "e30", ".", "ä", "A" * 100_000])
def test_a_damaged_signature_is_refused(part: str, value: str, signer: FileSigner) -> None:
    damaged = record(signer)
    damaged["signature"][part] = value
    with pytest.raises(InvalidRecord):
        verify(json.dumps(damaged))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"Dear record", "is not JSON"),
        (b"\xff\xd8\xff\xe0", "not UTF-8"),
        (b"[" * 100_000, "nested more than 100 levels"),
        (b"[]", "no provenance record"),
        (b'{"record": 5}', "no provenance record"),
        (b'{"record": {}}', "has the format None"),
        (b'{"record": {}, "format": "bildtext-provenance/1"}', "not signed"),
        (b'{"record": {}, "format": "bildtext-provenance/1", "signature": {"payload": 1}}', "not signed"),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(InvalidRecord, match=why):
        verify(content)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_no_value_of_a_field_crashes_the_check(value: object) -> None:
    made = {"format": "bildtext-provenance/1", "record": {"text": value}, "signature": value}
    with pytest.raises(InvalidRecord):
        verify(json.dumps(made))


@pytest.mark.parametrize(
    "content",
    [
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        b"{}",
        b'{"keys": []}',
        b'{"keys": 5}',
        b"5",
        b'{"kty": "oct", "k": "AAAA"}',
        json.dumps({"keys": [ECKey.generate_key("P-384").as_dict(private=False)]}).encode(),
    ],
)
def test_what_is_no_key_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRecord):
        read_keys(content)


@pytest.mark.parametrize(
    ("machine", "text", "source"),
    [
        (MACHINE, MACHINE.text, "dataDrivenMedia"),
        (MACHINE, RELEASE.text, "humanEdits"),
        (MachineText("Weiß.", "local", "qwen", ""), "Weiß.", "trainedAlgorithmicMedia"),
        (MachineText("Weiß ist er.", "bedrock", "m", ""), "Weiß war er.", "compositeWithTrainedAlgorithmicMedia"),
        (MachineText("Weiß.", "local", "qwen", ""), "Ganz neu", "digitalCreation"),
        (None, "Ganz neu", "digitalCreation"),
    ],
)
def test_the_source_says_what_is_left_of_the_machine(machine: MachineText | None, text: str, source: str) -> None:
    made = released_record(release(machine=machine, text=text))
    assert made["digital_source_type"] == IPTC + source


def test_fingerprints_are_only_of_what_there_is() -> None:
    written = released_record(release(machine=None, data="", editor=None))
    empty = ("writer", "model", "machine_text_sha256", "prompt_sha256", "data_sha256", "inputs_fingerprint")
    assert [written[name] for name in empty] == [""] * 6
    assert written["editor"] is None


@pytest.mark.parametrize(
    ("machine", "released", "percent"),
    [
        ("a b c d", "a b c d", 0),
        ("a b c d", " a  b c\nd ", 0),
        ("a b c d", "d c b a", 75),
        ("a b c d", "x y", 100),
        ("", "a", 100),
        ("", "", 0),
        ("a " * 1000, "a " * 999 + "b", 1),
        ("a " * 1000, "b " * 999 + "a", 99),
    ],
)
def test_the_share_changed_by_a_person(machine: str, released: str, percent: int) -> None:
    assert human_share(machine, released)["percent"] == percent


@given(st.text("abc ", max_size=40), st.text("abc ", max_size=40))
def test_common_words_are_the_longest_common_subsequence(first: str, second: str) -> None:
    before, after = first.split(), second.split()
    lengths = [[0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i, one in enumerate(before):
        for j, two in enumerate(after):
            lengths[i + 1][j + 1] = lengths[i][j] + 1 if one == two else max(lengths[i][j + 1], lengths[i + 1][j])
    assert human_share(first, second)["common_words"] == lengths[-1][-1]


def test_the_share_of_long_texts_of_one_word_is_found_quickly() -> None:
    started = time.perf_counter()
    assert human_share("a " * 20_000, "a b " * 10_000)["common_words"] == 10_000
    assert time.perf_counter() - started < 2


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical_json({"b": ["ä"], "a": None}) == '{"a":null,"b":["ä"]}'.encode()
