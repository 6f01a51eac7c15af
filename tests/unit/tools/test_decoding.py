"""Files in the encodings of shops, Excel and legacy programs, and files that mix several."""

from __future__ import annotations

import pytest

from bildtext.errors import InvalidProductData
from bildtext_cli.decoding import decoded
from description.ingest import Field, from_json, from_row, parse
from description.ingest.mojibake import mended

TEXT = "Artikel;Farbe;Größe\nMütze;weiß;groß – „warm“\nHut;grün;5 €"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode("utf-16"),
        TEXT.encode().decode("cp1252").encode(),  # encoded twice
    ],
)
def test_a_file_is_read_in_any_encoding(data: bytes) -> None:
    lines = decoded(data)
    assert "\n".join(lines.texts) == TEXT
    assert lines.faults == {}


def test_one_invalid_byte_does_not_affect_other_lines() -> None:
    rows = [f"{at};weiß;Größe".encode() for at in range(100)]
    rows[41] = b"41;wei\xdf;Gr\xf6\xdfe"
    lines = decoded(b"\n".join(rows))
    assert lines.texts[40:43] == ("40;weiß;Größe", "41;weiß;Größe", "42;weiß;Größe")
    assert lines.faults == {}
    assert lines.repairs == {42: "Line 42 held the bytes 0xDF, 0xF6, no UTF-8; read as „ßö“."}


@pytest.mark.parametrize("line", [b"wei\xc3;gro\xc3\x9f", b"gro\xc3\x9f \xe2\x82", b"gr\x81n", b"\xff", b"\xc3"])
def test_a_truncated_character_is_reported_with_its_line(line: bytes) -> None:
    lines = decoded(b"\n".join(["weiß".encode(), line, "grün".encode()]))
    assert list(lines.faults) == [2]
    assert "ine 2" in lines.faults[2]
    assert (lines.texts[0], lines.texts[2]) == ("weiß", "grün")


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac-roman"])
def test_legacy_encodings_are_not_mistaken_for_windows(encoding: str) -> None:
    faults = decoded("Größe\nschön\ngrüner Stoff\nrot".encode(encoding)).faults
    assert set(faults) == {1, 2, 3}


def test_a_foreign_name_in_a_windows_file_is_kept() -> None:
    lines = decoded("Tomaš\ngrün".encode("cp1252"))
    assert (lines.texts, lines.faults) == (("Tomaš", "grün"), {})


def test_one_file_may_mix_the_encodings_of_three_programs() -> None:
    lines = decoded(b"\n".join(["weiß".encode(), "weiß".encode("cp1252"), "weiß".encode().decode("cp1252").encode()]))
    assert lines.texts == ("weiß", "weiß", "weiß")
    assert list(lines.repairs) == [2, 3]


@pytest.mark.parametrize(
    ("twice", "once"),
    [
        ("weiÃŸ", "weiß"),
        ("GrÃ¶ÃŸe", "Größe"),
        ("Ã–ko-Tex", "Öko-Tex"),
        ("weiÃƒÅ¸", "weiß"),
        ("30 Â°C", "30 °C"),
        ("GrÃ¼n/weiß", "Grün/weiß"),
        ("wei√ü", "weiß"),
        ("RosÃ© â€“ zart", "Rosé – zart"),
        ("weiß\nGrÃ¶ÃŸe", "weiß\nGröße"),
    ],
)
def test_double_encoding_is_undone(twice: str, once: str) -> None:
    assert mended(twice) == once


@pytest.mark.parametrize(
    "text",
    [
        "„ROSÉ“", "CAFÉ™", "SÃO PAULO", "PRÊT-À-PORTER", "CHÂTEAU “A”", "LÃ", "Škoda", "Björn Ærlig", "100 % Wolle…",
        "½ Ärmel", "38–40", "ÖKO-TEX®",
    ],
)  # fmt: skip
def test_words_that_only_look_double_encoded_are_kept(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize("text", ["wei\ufffd", "Farbe: weiÃ", "GrÃ?e"])
def test_replacement_characters_are_refused(text: str) -> None:
    with pytest.raises(InvalidProductData, match="A letter was lost"):
        mended(text)


def test_double_encoding_is_undone_at_every_entry_point() -> None:
    for data in (
        parse("Artikel: MÃ¼tze\nFarbe: weiÃŸ"),
        parse("Artikel;Farbe\nMÃ¼tze;weiÃŸ"),
        parse('{"Artikel": "MÃ¼tze", "Farbe": "weiÃŸ"}'),
        from_json({"Artikel": "MÃ¼tze", "Farbe": ["weiÃŸ"]}),
        from_row([("Artikel", "MÃ¼tze"), ("Farbe", "weiÃŸ")]),
    ):
        assert (data.values(Field.TYPE), data.values(Field.COLOUR)) == (("Mütze",), ("weiß",))
    assert from_json({"Artikel": "Rock", "LÃ¤nge": "60 cm"}).values(Field.LENGTH) == ("60 cm",)


def test_a_replacement_character_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidProductData, match="in line 2"):
        parse("Artikel: Mütze\nFarbe: wei\ufffd")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidProductData, match="half a character"):
        from_json({"Artikel": "Hose", "Farbe": "\ud83d"})
    with pytest.raises(InvalidProductData, match="half a character"):
        parse('{"Artikel": "Hose", "\\ud800": "rot"}')


def test_control_characters_are_dropped() -> None:
    assert from_row([("Artikel", "Ho\x00se"), ("Farbe", "\x07rot")]).values(Field.TYPE) == ("Hose",)
