"""Pieces that one phrase can say: two adjectives of one noun, the length and the form of sleeves."""

from __future__ import annotations

from dataclasses import replace

from description.product_data.model import Field
from description.writers.rules.phrases import Phrase
from description.writers.rules.pieces import Piece


def nouns_as_one(pieces: list[Piece]) -> list[Piece]:
    """ "verstellbarer Riemen" and "abnehmbarer Riemen" → "verstellbarer und abnehmbarer Riemen"."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        noun = piece.after_with.rpartition(" ")[2]
        alike = last is not None and last.field is piece.field and last.label == piece.label and last.has and piece.has
        if last is None or not alike or piece.source.kind != "adjective" or not last.after_with.endswith(f" {noun}"):
            merged.append(piece)
            continue
        article = piece.has.split()[0] if piece.has.startswith("ein") else ""
        merged[-1] = replace(
            last,
            after_with=f"{last.after_with.rpartition(' ')[0]} und {piece.after_with}",
            has=f"{last.has.rpartition(' ')[0]} und {piece.has.removeprefix(article).lstrip()}",
        )
    return merged


def sleeves_as_one(pieces: list[Piece]) -> list[Piece]:
    """ "Langarm" beside "Fledermausärmel", not "lange Ärmel" beside them; one adjective for the sleeves is enough."""
    long = next(
        (piece for piece in pieces if piece.field is Field.SLEEVE and piece.after_with.endswith("en Ärmeln")), None
    )
    if long is None:
        return pieces
    forms = [piece for piece in pieces if piece.field is Field.SLEEVE_FORM and piece.after_with.endswith("ärmeln")]
    arm = replace(long, after_with=lemma_of(long.source), has="") if forms and long.source.kind == "noun" else long
    return [
        arm if piece is long else piece
        for piece in pieces
        if not (piece.field is Field.SLEEVE_FORM and piece.after_with.endswith(" Ärmeln"))
    ]


def lemma_of(found: Phrase) -> str:
    return found.word.lemma if found.word is not None else found.text
