"""A text in pieces: where claims and findings begin and end."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalogue.pages.marked import claims_of, notes_of, pieces_of

TEXT = "Weiß 👟 aus Leder, wasserdicht."


def at(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def test_claims_with_a_source_are_marked_and_numbered_in_the_order_of_the_text() -> None:
    claims = [at("Leder", source="Material: Leder"), at("Weiß", source="Farbe: weiß"), at("wasserdicht", source=None)]
    pieces = pieces_of(TEXT, claims, ())
    assert [(piece.text, piece.claim.source) for piece in pieces if piece.claim] == [
        ("Weiß", "Farbe: weiß"),
        ("Leder", "Material: Leder"),
    ]
    assert [claim.id for claim in claims_of(pieces)] == [1, 2]


def test_a_space_between_overlapping_claims_is_no_link() -> None:
    claims = [at("Weiß 👟 aus Leder", source="Farbe: weiß"), at("aus", source="a"), at("Leder", source="b")]
    pieces = pieces_of(TEXT, claims, ())
    assert [piece.text for piece in pieces if piece.claim] == ["Weiß 👟 ", "aus", "Leder"]


def test_notes_are_numbered_in_the_order_of_the_text_and_legal_ones_state_paragraph_and_date() -> None:
    findings = [at("wasserdicht", reason="unsupported", message="Steht nicht in den Daten.")]
    legal = [at("Leder", message="Prüfen.", instead="Rindleder", paragraph="Art. 5", date="2026-09-27")]
    notes = notes_of(findings, legal)
    assert [(note.id, note.kind, note.law) for note in notes] == [
        (1, "legal", "Art. 5 · gilt ab 27.09.2026"),
        (2, "unsupported", ""),
    ]
    assert [piece.text for piece in pieces_of(TEXT, (), notes) if piece.ends] == ["Leder", "wasserdicht"]


def test_a_legal_finding_stored_without_its_law_is_shown_without() -> None:
    (note,) = notes_of([], [at("Leder", message="Prüfen.", instead=None)])
    assert (note.message, note.law) == ("Prüfen.", "")


def test_a_finding_within_a_claim_keeps_both() -> None:
    pieces = pieces_of(
        TEXT, [at("aus Leder", source="Material: Leder")], notes_of([at("Leder", reason="contradicts")], [])
    )
    both = [piece for piece in pieces if piece.claim and piece.notes]
    assert [piece.text for piece in both] == ["Leder"]


RANGE = st.fixed_dictionaries({"start": st.integers(-5, 40), "end": st.integers(-5, 40), "text": st.text(max_size=3)})


@given(st.text(max_size=30), st.lists(RANGE, max_size=6), st.lists(RANGE, max_size=6))
def test_the_pieces_are_the_text_whatever_the_positions(text: str, claims: list[Any], findings: list[Any]) -> None:
    sourced = [{**claim, "source": "Farbe: weiß"} for claim in claims]
    pieces = pieces_of(text, sourced, notes_of(findings, ()))
    assert "".join(piece.text for piece in pieces) == text
