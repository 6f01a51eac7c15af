"""Base64 is decoded in all common forms; truncated or invalid text is refused."""

from __future__ import annotations

import base64
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.base64_text import decode_base64
from bildtext.errors import InvalidRequest

BYTES = bytes(range(256)) + b"\xff"  # of both alphabets' own characters, and padded
PLAIN = base64.b64encode(BYTES).decode()


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\r\n".join(textwrap.wrap(PLAIN, 76)),
        "\n".join(textwrap.wrap(PLAIN, 64)) + "\n",
        f"  {PLAIN}\t",
        PLAIN.rstrip("="),
        PLAIN[:-1],
        base64.urlsafe_b64encode(BYTES).decode(),
        base64.urlsafe_b64encode(BYTES).decode().rstrip("="),
        f"data:image/jpeg;base64,{PLAIN}",
        f"DATA:image/jpeg;Base64,{PLAIN}",
        f"data:;base64,{PLAIN}",
        f"data:image/jpeg;name=a.jpg;base64,{PLAIN}",
        f"data:image/jpeg;base64, {PLAIN[:50]} {PLAIN[50:]}",
        f"data:image/jpeg;base64,{PLAIN.replace('+', '%2B').replace('/', '%2f').replace('=', '%3D')}",
    ],
)
def test_every_form_gives_the_same_bytes(text: str) -> None:
    assert decode_base64(text, "image.base64") == BYTES


@given(st.binary())
def test_any_bytes_are_read_back(data: bytes) -> None:
    for text in (base64.b64encode(data), base64.urlsafe_b64encode(data), base64.encodebytes(data)):
        assert decode_base64(text.decode(), "it") == decode_base64(text.decode().rstrip("=\n"), "it") == data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ä", "'ä' is at position 1"),
        ("QUJDä", "position 5"),
        ("%%%", "'%'"),
        ("a-b/", "'-'"),  # of both alphabets
        ("QUI=QUI=", "'='"),
        ("QUJDR", "cut off"),
        ("QUJD===", "padded"),
        ("=", "not complete"),
        ("\ud800", "\\ud800"),
        ("data:image/jpeg,abcd", "data:image/jpeg;base64"),
        ("data:image/jpeg;base64", "data:image/jpeg;base64"),
        ("data:text/plain;charset=utf-8,Marke", "data:image/jpeg;base64"),
        ("https://example.com/a.jpg", "':'"),
    ],
)
def test_invalid_base64_is_refused_with_the_position(text: str, message: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        decode_base64(text, "image.base64")
    assert str(refused.value).startswith("image.base64 is ")
    assert message in str(refused.value)
    assert str(refused.value).endswith(".")
