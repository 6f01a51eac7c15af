"""JSON is read without loss, or refused with what is wrong in it and where."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bildtext.json_text import MAX_DEPTH, JsonError, NotJson, RepeatedKeys, check_json, load_json

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_values = st.recursive(
    st.none() | st.booleans() | _numbers | _texts, lambda inner: st.lists(inner) | st.dictionaries(_texts, inner)
)


@given(_values, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"]))
def test_any_json_is_read_back_unchanged(value: Any, encoding: str) -> None:
    assert load_json(json.dumps(value, ensure_ascii=False).encode(encoding)) == value
    assert load_json(json.dumps(value)) == value


@pytest.mark.parametrize("text", ['"\\ud83d\\ude00"', '"😀"', '"\\u000b"', '{"": ""}', "[" * 99 + "]" * 99])
def test_unusual_json_is_read(text: str) -> None:
    assert load_json(text) == load_json(text.encode()) == json.loads(text)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"Marke": "Gemini \\ud83d"}', "holds half a character, '\\ud83d' after 'Gemini ', which no UTF-8 can"),
        ('{"\\udc00": 1}', "\\udc00"),
        ('["\ud800"]', "\\ud800"),
        ('["\\ude00\\ud83d"]', "\\ude00"),
        ('"a\\u0000"', "NUL (\\u0000) after 'a'"),
        ("[NaN]", "NaN"),
        ('{"a": [Infinity]}', "Infinity"),
        ("-1e400", "Infinity"),
        ("[" * 3000 + "]" * 3000, f"more than {MAX_DEPTH} levels"),
        ('{"a":' * 3000 + "1" + "}" * 3000, f"more than {MAX_DEPTH} levels"),
        ("[" * 101 + "]" * 101, f"more than {MAX_DEPTH} levels"),
        ("9" * 5000, "digits"),
        (json.dumps([[]] * 20_001), "more than 20,000 keys and values"),
        (json.dumps([[[]] * 100] * 300), "more than 20,000 keys and values"),
        (b'"wei\xdf"', "is not UTF-8 (byte 5 cannot be read)"),
        (b'"\xed\xa0\x80"', "is not UTF-8"),
    ],
)
def test_json_that_cannot_be_stored_is_refused(content: str | bytes, message: str) -> None:
    with pytest.raises(JsonError) as refused:
        load_json(content)
    assert message in str(refused.value)
    assert not isinstance(refused.value, NotJson)
    str(refused.value).encode()


@pytest.mark.parametrize("content", ["", " \n", b"", b"\xef\xbb\xbf", "{", "{'a': 1}", "Marke: Gemini", "[" * 50])
def test_other_text_is_refused_as_not_json(content: str | bytes) -> None:
    with pytest.raises(NotJson, match=r"is empty|is not JSON"):
        load_json(content)


def test_a_repeated_key_keeps_every_value_in_order() -> None:
    loaded = load_json('{"a": {"b": 1, "c": 2, "b": 1}}')
    assert loaded == {"a": [{"b": 1}, {"c": 2}, {"b": 1}]}
    assert isinstance(loaded["a"], RepeatedKeys)
    assert loaded["a"].repeated() == "b"


def test_a_value_parsed_elsewhere_is_checked_by_the_same_rules() -> None:
    check_json({"keys": ["articles/1/a.jpg"], "n": 1.5})
    for value in ({"keys": ["\ud800"]}, {"n": float("nan")}, {"\0": 1}):
        with pytest.raises(JsonError):
            check_json(value)
