"""CSV as written by programs and people: the delimiter is detected, and an error in a row only affects that row."""

from __future__ import annotations

import csv
import io

import pytest

from bildtext.errors import InvalidProductData
from description.ingest import Field, from_row, parse
from description.ingest.csv_rows import Row, Table, table_of

HEADER = "Artikelnummer;Artikel;Marke;Farbe;Material"


def read(text: str) -> Table:
    table = table_of(text.split("\n"))
    assert table is not None
    return table


def cells(row: Row) -> list[str]:
    return [value for _, value in row.cells]


def articles(count: int) -> list[str]:
    return [f"{at};Hose;Gemini;rot;Wolle" for at in range(1, count + 1)]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_on_which_header_and_rows_agree(delimiter: str) -> None:
    rows = [["Schuhe", "Größe, lang", "Farbe|Ton"], ["Slipper", "38; 39", "rot, weiß"], ["Boots", "40, 41", "a|b"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    table = read(text.getvalue())
    assert list(table.names) == rows[0]
    assert [cells(row) for row in table.rows] == rows[1:]


def test_line_breaks_short_rows_and_lists_in_cells_do_not_hide_the_delimiter() -> None:
    lines, count = [f"{HEADER};Größe"], 200
    for at in range(count):
        material = '"Wolle\nund Seide"' if at % 20 == 0 else "Wolle, Seide"
        lines.append(f"{at};Hose;Gemini;rot;{material}" + ("" if at % 10 == 5 else ";['38', '39']"))
    table = read("\n".join(lines))
    assert len(table.rows) == count
    assert [row.fault for row in table.rows] == [""] * count
    assert [at for at, row in enumerate(table.rows) if row.note] == list(range(5, count, 10))
    assert cells(table.rows[20]) == ["20", "Hose", "Gemini", "rot", "Wolle\nund Seide", "['38', '39']"]


def test_a_row_is_identified_by_the_line_where_it_begins() -> None:
    table = read(f'\n\n{HEADER}\n1;Hose;"A\nB";rot;Wolle\n\n2;Hose;C;rot;Wolle\n')
    assert [(row.first, row.last) for row in table.rows] == [(4, 5), (7, 7)]


def test_a_duplicate_name_is_two_columns() -> None:
    table = read("Artikel;Marke;Innenfutter;Innenfutter\nSlipper;Gemini;Ungefüttert;Leder")
    data = from_row(table.rows[0].cells)
    (conflict,) = data.conflicts
    assert conflict.field is Field.LINING
    assert [statement.text for statement in conflict.statements] == ["Ungefüttert", "Leder"]
    assert data.values(Field.LINING) == ()


def test_a_pasted_table_keeps_both_columns_too() -> None:
    data = parse("Artikel;Marke;Innenfutter;Innenfutter\nSlipper;Gemini;Ungefüttert;Leder")
    assert [conflict.field for conflict in data.conflicts] == [Field.LINING]


def test_a_column_may_be_called_name_beside_one_called_text() -> None:
    data = from_row([("Name", "Emma"), ("Text", "Ein Schuh."), ("Farbe", "rot")])
    assert [statement.field for statement in data.statements] == [
        Field.NAME,
        Field.TYPE,  # read from the text
        Field.DESCRIPTION,
        Field.COLOUR,
    ]


@pytest.mark.parametrize("start", ["sep=;\n", '"sep=;"\n', "\ufeffsep=;\n", "\n \n", "\ufeff"])
def test_lines_before_the_header_are_skipped(start: str) -> None:
    assert [cells(row)[1] for row in read(f"{start}{HEADER}\n1;Hose;A;rot;Wolle").rows] == ["Hose"]


def test_sep_decides_if_two_delimiters_are_possible() -> None:
    table = read("sep=,\nFarbe;Marke,Artikel;Material\nrot;A,Hose;Wolle")
    assert table.names == ("Farbe;Marke", "Artikel;Material")


def test_a_repeated_header_is_not_an_article() -> None:
    assert len(read("\n".join([HEADER, *articles(2), HEADER, *articles(2)])).rows) == 4


def test_an_unclosed_quote_invalidates_only_its_own_row() -> None:
    rows = articles(30)
    rows[9] = '10;"Hose;Gemini;rot;Wolle'
    table = read("\n".join([HEADER, *rows]))
    assert len(table.rows) == 30
    (fault,) = [row for row in table.rows if row.fault]
    assert fault.first == 11
    assert "Line 11" in fault.fault
    assert "'Artikel'" in fault.fault


@pytest.mark.parametrize(
    "closing", ['20;Hose 32";Gemini;rot;Wolle', '20;"Hose";Gemini;rot;Wolle', '"20";"Hose";"A";"rot";"b"']
)
def test_an_unclosed_quote_does_not_swallow_the_rows_up_to_the_next_quote(closing: str) -> None:
    rows = articles(30)
    rows[9] = '10;"Hose;Gemini;rot;Wolle'
    rows[19] = closing
    table = read("\n".join([HEADER, *rows]))
    assert [cells(row)[0] for row in table.rows] == [str(at) for at in range(1, 31)]
    assert [row.first for row in table.rows if row.fault] == [11]


def test_an_unclosed_quote_in_the_last_cell_is_found_too() -> None:
    rows = [f'"{at}";"Hose";"A";"rot";"Wolle"' for at in range(10)]
    rows[3] = rows[3][:-1]
    assert [row.first for row in read("\n".join([HEADER, *rows])).rows if row.fault] == [5]


def test_the_rest_of_a_broken_cell_is_not_an_article() -> None:
    table = read(f'{HEADER}\n1;"Hose 32" weit\nzweite Zeile";A;rot;Wolle\n2;Hose;A;rot;Wolle')
    assert [(row.first, bool(row.fault)) for row in table.rows] == [(2, True), (4, False)]


def test_stray_quotes_within_a_cell_are_kept() -> None:
    rows = read(f'{HEADER}\n1;"Hose 32" weit";A;rot;Wolle\n2;Hose 32";A;rot;"Wolle ""fein"""').rows
    assert [row.fault for row in rows] == ["", ""]
    assert cells(rows[0])[1] == 'Hose 32" weit'
    assert cells(rows[1])[1:] == ['Hose 32"', "A", "rot", 'Wolle "fein"']


def test_prose_with_line_breaks_and_semicolons_is_one_cell() -> None:
    prose = "Weich; warm; leicht; fein; rot\nund schön; bunt; lang; kurz; weit\nEnde"
    (row,) = read(f'{HEADER}\n1;Hose;A;rot;"{prose}"').rows
    assert row.fault == ""
    assert cells(row)[4] == prose


def test_a_cell_too_long_for_any_parser_affects_only_its_row() -> None:
    table = read(f"{HEADER}\n1;Hose;A;rot;{'x' * 200_000}\n2;Hose;A;rot;Wolle")
    assert [len(cells(row)[4]) for row in table.rows] == [200_000, 5]


def test_too_many_cells_are_an_error_unless_they_are_empty() -> None:
    rows = read(f"{HEADER}\n1;Hose;A;rot;Wolle;;\n2;Hose;A;rot;Wolle;mehr").rows
    assert rows[0].fault == ""
    assert "Line 3 has 6 cells, and the header names 5" in rows[1].fault


def test_missing_cells_at_the_end_are_empty_and_reported() -> None:
    rows = read(f"{HEADER}\n1;Hose;A;rot;Wolle\n2;Hose;A;rot\n3;Hose;A").rows
    assert [row.fault for row in rows] == ["", "", ""]
    assert rows[1].note == "Line 3 ends before Material: read as empty."
    assert rows[2].note == "Line 4 ends before Farbe, Material: read as empty."


@pytest.mark.parametrize(
    "row",
    ["1;Hose;rot;Wolle", "1;Gemini;rot;Wolle", "Hose;Gemini;rot;Wolle", "1;Hose;Gemini;100% Wolle", "1;rot;Wolle"],
)
def test_a_row_that_lacks_a_cell_in_the_middle_is_an_error(row: str) -> None:
    (found,) = read(f"{HEADER}\n{row}").rows
    assert "under a wrong name" in found.fault


@pytest.mark.parametrize("cell", ['="00123"', '"=""00123"""', '= "00123"'])
def test_a_number_kept_as_text_by_a_formula_is_read(cell: str) -> None:
    assert cells(read(f"{HEADER}\n{cell};Hose;A;rot;Wolle").rows[0])[0] == "00123"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "Artikel\nHose\nRock",
        "1;Hose;Gemini;rot\n2;Hose;Brändle;blau",
        "4711;rot\n4712;blau",
        "foo;bar\n1;2",
        "Das ist ein Text, der nichts nennt\nund noch eine Zeile",
    ],
)
def test_without_a_header_there_are_no_rows(text: str) -> None:
    assert table_of(text.split("\n")) is None


def test_a_serialised_list_in_a_cell_is_a_list() -> None:
    data = from_row([("Artikel", "Hose"), ("Farbe", "['rot', 'weiß']"), ("Material", '["Wolle", "Seide"]')])
    assert data.values(Field.COLOUR) == ("rot", "weiß")
    assert data.values(Field.MATERIAL) == ("Wolle", "Seide")


def test_an_unreadable_row_of_a_pasted_table_is_named() -> None:
    with pytest.raises(InvalidProductData, match="Line 3 has 4 cells"):
        parse("Artikel;Marke;Farbe\nHose;A;rot\nHose;A;rot;x")
