"""The signing keys: KMS (moto) and a file."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import boto3
import pytest
from joserfc.jwk import ECKey

from bildtext.errors import BildtextError, ConfigurationError
from bildtext.provenance import signed_record
from bildtext.provenance_check import read_keys, verify
from catalogue.signing import FileSigner, KmsSigner, key_set
from tests.aws_in_memory import aws_in_memory
from tests.releases import RELEASE


@pytest.fixture
def kms() -> Iterator[Any]:
    with aws_in_memory():
        yield boto3.client("kms")


def test_a_record_signed_by_kms_is_verified_with_the_published_key(kms: Any) -> None:
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]
    signer = KmsSigner(kms, key["Arn"])
    published = json.dumps(key_set(signer)).encode()
    for _ in range(20):  # r and s differ each time, and some begin with a zero byte
        found = verify(json.dumps(signed_record(RELEASE, signer)), read_keys(published))
        assert (found.unchanged, found.key_known, found.key_id) == (True, True, key["KeyId"])


def test_a_key_of_another_kind_is_refused(kms: Any) -> None:
    key = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    with pytest.raises(ConfigurationError, match="is not of the kind ECC_NIST_P256"):
        signed_record(RELEASE, KmsSigner(kms, key))


def test_without_the_key_nothing_is_signed(kms: Any) -> None:
    with pytest.raises(BildtextError, match="Could not read the public key 'gone' from KMS"):
        signed_record(RELEASE, KmsSigner(kms, "gone"))


def test_the_file_is_created_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    first = signed_record(RELEASE, FileSigner(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["signing.pem"]
    again = FileSigner(path)
    assert verify(json.dumps(first), read_keys(json.dumps(key_set(again)).encode())).key_known


def test_signers_that_start_together_use_one_key(tmp_path: Path) -> None:
    signers = [FileSigner(tmp_path / "key.pem") for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        keys = list(pool.map(lambda signer: signer.public_key["kid"], signers))
    assert len(set(keys)) == 1


@pytest.mark.parametrize("content", [b"", b"no key", ECKey.generate_key("P-384").as_pem(private=True)])
def test_a_file_without_such_a_key_is_refused_and_kept(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"key\.pem"):
        signed_record(RELEASE, FileSigner(path))
    assert path.read_bytes() == content


def test_a_published_key_has_no_private_part(tmp_path: Path) -> None:
    (published,) = key_set(FileSigner(tmp_path / "key.pem"))["keys"]
    assert set(published) == {"kty", "crv", "x", "y", "kid", "use", "alg"}
