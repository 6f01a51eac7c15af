"""`bildtext verify` on files and on keys that a server publishes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bildtext.errors import InvalidInput
from bildtext_cli.verify import CHANGED, LARGEST, UNKNOWN_KEY, verify_command
from catalogue.signing import FileSigner, key_set
from tests.releases import RELEASE, public_pem, record


@pytest.fixture
def signer(tmp_path: Path) -> FileSigner:
    return FileSigner(tmp_path / "signing.pem")


@pytest.fixture
def key(signer: FileSigner, tmp_path: Path) -> str:
    path = tmp_path / "public.pem"
    path.write_bytes(public_pem(signer))
    return str(path)


@pytest.fixture
def file(signer: FileSigner, tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record(signer)), encoding="utf-8")
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(verify_command, [str(each) for each in arguments], catch_exceptions=False)


def test_an_unchanged_record_of_a_known_key(file: Path, key: str) -> None:
    answer = run(file, "--key", key)
    assert answer.exit_code == 0
    assert "The record is as it was signed." in answer.stdout
    assert "Signed with the given key" in answer.stdout
    assert "released by       Max" in answer.stdout


def test_without_a_key_the_signer_is_not_known(file: Path) -> None:
    answer = run(file)
    assert answer.exit_code == UNKNOWN_KEY
    assert "The signer is NOT known" in answer.stdout


def test_a_record_of_another_key(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(public_pem(FileSigner(tmp_path / "new.pem")))
    answer = run(file, "--key", other)
    assert answer.exit_code == CHANGED
    assert "NOT signed with the given key" in answer.stdout


def test_each_changed_field_is_named(file: Path, key: str) -> None:
    content = json.loads(file.read_text())
    content["record"]["writer"] = "a person"
    content["record"]["\x1b[2Jaward"] = 1
    file.write_text(json.dumps(content))
    answer = run(file, "--key", key)
    assert answer.exit_code == CHANGED
    assert "CHANGED after signing: writer" in answer.stdout
    assert "ADDED after signing: �[2Jaward" in answer.stdout, "control characters do not reach the terminal"
    assert "as it was signed" not in answer.stdout


def test_the_words_that_differ_from_the_released_text(file: Path, key: str, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(RELEASE.text.replace("bequem", "wasserdicht"), encoding="utf-8-sig")
    answer = run(file, "--text", text, "--key", key)
    assert answer.exit_code == CHANGED
    assert "released: bequem. → here: wasserdicht." in answer.stdout
    text.write_text(RELEASE.text + "\r\n", encoding="utf-8", newline="")
    assert run(file, "--text", text, "--key", key).exit_code == 0


def test_a_very_long_text_is_counted(file: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("a " * 100_000)
    assert "this one 100,000" in run(file, "--text", text).stdout


def test_json(file: Path, key: str) -> None:
    found = json.loads(run(file, "--key", key, "--json").stdout)
    assert (found["unchanged"], found["key_known"], found["changes"]) == (True, True, {})
    assert found["record"]["article"] == RELEASE.article


@contextmanager
def published(content: bytes) -> Iterator[str]:
    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:  # a message on stderr is an error of the test run
            pass

    with HTTPServer(("127.0.0.1", 0), Keys) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/provenance/keys"
        finally:
            server.shutdown()
            thread.join()


def test_published_keys(file: Path, signer: FileSigner, tmp_path: Path) -> None:
    keys = key_set(FileSigner(tmp_path / "older.pem"), signer)
    with published(json.dumps(keys).encode()) as url:
        assert run(file, "--key", url).exit_code == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"<html>", "not JSON"), (b'{"keys": []}', "no public key"), (b"x" * (LARGEST + 1), "more than")],
)
def test_what_a_server_publishes_instead_of_keys_is_refused(content: bytes, why: str, file: Path) -> None:
    with published(content) as url, pytest.raises(InvalidInput, match=why):
        run(file, "--key", url)


def test_keys_are_not_read_over_plain_http_or_from_files_by_url(file: Path) -> None:
    for url in ("http://example.com/keys", "file:///etc/passwd", "ftp://127.0.0.1/x"):
        with pytest.raises(InvalidInput, match="by https"):
            run(file, "--key", url)
    with pytest.raises(InvalidInput, match="cannot be read"):
        run(file, "--key", "http://127.0.0.1:9/keys")


def test_hostile_files_are_one_sentence(tmp_path: Path, file: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as hole:
        hole.truncate(100_000_000)
    picture = tmp_path / "picture.txt"
    picture.write_bytes(b"\xff\xd8\xff")
    for call, why in {
        (huge,): "more than 5,000,000 bytes",
        (picture,): "not UTF-8",
        (file, "--text", picture): "not UTF-8",
        (file, "--key", picture): "not UTF-8",
        (file, "--key", "missing.pem"): "cannot be read",
    }.items():
        with pytest.raises(InvalidInput, match=why) as caught:
            run(*call)
        assert "\n" not in str(caught.value)
