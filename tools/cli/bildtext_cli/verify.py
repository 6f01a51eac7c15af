"""`bildtext verify`: verify the provenance record of a released text, or report what was changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import IO, Any, Final
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import click
from joserfc.jwk import ECKey

from bildtext.errors import InvalidRequest
from bildtext.provenance import normalised
from bildtext.provenance_check import Verification, read_keys, verify
from bildtext_cli.option_types import EXISTING_FILE

LARGEST: Final = 5_000_000  # bytes; a record is its text and 5 kB
_TIMEOUT_S: Final = 10
_COMPARED: Final = 3_000  # words; difflib's time grows with their square
_LISTED: Final = 20  # differences
CHANGED, UNKNOWN_KEY = 1, 3  # exit codes; 2 is click's for a wrong call


@click.command("verify")
@click.argument("file", type=EXISTING_FILE)
@click.option(
    "--text",
    "text_file",
    type=EXISTING_FILE,
    help="The text as it is published, in UTF-8, to compare with the released one.",
)
@click.option("--key", help="The key that must have signed: a PEM or JWK file, or the URL of GET /provenance/keys.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line on stdout.")
def verify_command(file: Path, text_file: Path | None, key: str | None, as_json: bool) -> None:
    """Verify the provenance record in FILE.

    Exits 0 if nothing was changed and the key is the given one, 1 if something was changed, the signature is not valid
    or the key is another one, and 3 if nothing was changed but no --key was given to say whose signature it is.
    """
    known = None if key is None else _known_keys(key)
    text = None if text_file is None else _text(text_file)
    found = verify(_read(file), known, text)
    if as_json:
        facts = {name: value for name, value in asdict(found).items() if name != "record"}
        click.echo(json.dumps({**facts, "unchanged": found.unchanged, "record": found.record}, ensure_ascii=False))
    else:
        _print(found, text)
    sys.exit(_exit_code(found))


def _exit_code(found: Verification) -> int:
    if not found.unchanged or found.key_known is False:
        return CHANGED
    return 0 if found.key_known else UNKNOWN_KEY


def _print(found: Verification, text: str | None) -> None:
    for name, shown in _summary(found.record):
        click.echo(f"  {name:<18}{shown}")
    for name, change in found.changes.items():
        click.secho(f"{change.upper()} after signing: {_short(name)}", fg="red")
    if found.text_changed and text is not None:
        click.secho("CHANGED: the text is not the released one.", fg="red")
        for line in _differences(str(found.record.get("text", "")), text):
            click.echo(f"  {line}")
    if found.unchanged:
        whole = "record is as it was" if text is None else "record and the text are as they were"
        click.secho(f"The {whole} signed.", fg="green")
    click.secho(_about_key(found), fg=None if found.key_known else "yellow")


def _about_key(found: Verification) -> str:
    """What the signature's key proves."""
    return {
        True: f"Signed with the given key ({found.key}).",
        False: f"NOT signed with the given key, but with another one ({found.key}): anyone may have made this record.",
        None: f"The signer is NOT known: the key {found.key} comes with the record, and anyone can make one. "
        "Give the deployment's key with --key.",
    }[found.key_known]


def _summary(record: Any) -> list[tuple[str, str]]:
    """The fields that a reader asks for first. A hostile record may hold anything, so every value is shortened."""
    person = record.get("released_by")
    share = record.get("changed_by_human")
    fields = {
        "article": record.get("article"),
        "text version": record.get("text_version"),
        "written by": f"{record.get('writer') or 'a person'} {record.get('model') or ''}".strip(),
        "changed by hand": f"{share.get('percent')} % of the words" if isinstance(share, dict) else None,
        "released by": person.get("name") if isinstance(person, dict) else None,
        "released at": record.get("released_at"),
        "digital source": str(record.get("digital_source_type")).rpartition("/")[2],
    }
    return [(name, _short(value)) for name, value in fields.items() if value is not None]


def _short(value: object, most: int = 80) -> str:
    """A value on one line without control characters, which could rewrite the terminal."""
    text = "".join(each if each.isprintable() else "�" for each in str(value)[: most + 1])
    return text if len(text) <= most else f"{text[:most]}…"


def _differences(released: str, given: str) -> list[str]:
    """The places where the words differ, as lines."""
    before, after = normalised(released).split(), normalised(given).split()
    if max(len(before), len(after)) > _COMPARED:
        return [f"The released text has {len(before):,} words, this one {len(after):,}."]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changes = [(before[a:b], after[c:d]) for kind, a, b, c, d in steps if kind != "equal"]
    lines = [f"released: {_words(own)} → here: {_words(other)}" for own, other in changes]
    if not lines:
        return ["The words are the same; spaces or line breaks between them differ."]
    return lines[:_LISTED] + ([f"and {len(lines) - _LISTED} more"] if len(lines) > _LISTED else [])


def _words(words: Sequence[str]) -> str:
    return _short(" ".join(words)) or "(nothing)"


def _known_keys(key: str) -> list[ECKey]:
    """The keys of a file or URL."""
    if "://" not in key:
        return read_keys(_read(Path(key)))
    _check_url(key)
    try:
        with urlopen(Request(key), timeout=_TIMEOUT_S) as answer:  # noqa: S310 - the scheme is checked
            _check_url(answer.url)  # after redirects
            return read_keys(_limited(answer, key))
    except (OSError, ValueError) as error:
        raise InvalidRequest(f"The keys at {key} cannot be read ({error}).") from error


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")):
        raise InvalidRequest(
            f"{url}: keys are read by https, or by http from this machine; anyone could change others."
        )


def _text(path: Path) -> str:
    try:
        return _read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"{path.name} is not UTF-8 (byte {error.start + 1}); save it as UTF-8.") from error


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _limited(file, path.name)
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read ({error.strerror}).") from error


def _limited(source: IO[bytes], name: str) -> bytes:
    content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise InvalidRequest(f"{name} has more than {LARGEST:,} bytes, which no record, text or key has.")
    return content
