"""The keys of seals: in KMS, where one function makes and the other verifies them, and in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from bildtext.errors import BildtextError, ConfigurationError
from bildtext.seals import FileSealKey, is_sealed, sealed
from catalogue.seals import KmsSealVerifier
from description.sealing import KmsSealMaker
from tests.aws_in_memory import aws_in_memory

ANSWER = {"words": 1, "findings": [{"text": "rot", "message": "Größe \ud800"}], "duration_ms": 1.0, "request_id": "r"}


@pytest.fixture
def kms() -> Iterator[Any]:
    with aws_in_memory():
        yield boto3.client("kms")


def test_what_one_function_seals_in_kms_the_other_verifies(kms: Any) -> None:
    key = kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]
    long = "Rot. " * 4000
    answer: dict[str, Any] = {**ANSWER, "seal": sealed(ANSWER, "1", long, "2026", KmsSealMaker(kms, key))}
    verifier = KmsSealVerifier(kms, key)
    assert is_sealed({**answer, "duration_ms": 1, "request_id": "another"}, "1", long, verifier)
    assert not is_sealed({**answer, "findings": []}, "1", long, verifier)
    for mac in ("", "00", "00" * 32):
        assert not is_sealed({**answer, "seal": {**answer["seal"], "mac": mac}}, "1", long, verifier)


def test_without_the_key_nothing_is_sealed_and_nothing_verified(kms: Any) -> None:
    with pytest.raises(BildtextError, match="seal with the key"):
        sealed(ANSWER, "1", "", "", KmsSealMaker(kms, "gone"))
    with pytest.raises(BildtextError, match="verify a seal"):
        KmsSealVerifier(kms, "gone").verifies(b"digest", b"mac")


def test_two_functions_share_the_key_of_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "state" / "key"
    answer: dict[str, Any] = {**ANSWER, "seal": sealed(ANSWER, "1", "Rot.", "2026", FileSealKey(path))}
    assert is_sealed(answer, "1", "Rot.", FileSealKey(path))
    assert not is_sealed(answer, "1", "Rot.", FileSealKey(tmp_path / "another"))
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_holds_no_key_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    with pytest.raises(ConfigurationError, match="32 bytes"):
        FileSealKey(path).mac(b"digest")
    assert path.read_bytes() == b"short"
    with pytest.raises(ConfigurationError, match="cannot be read"):
        FileSealKey(tmp_path).mac(b"digest")
