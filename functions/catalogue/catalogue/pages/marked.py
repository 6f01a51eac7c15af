"""A text cut where its claims and findings begin and end, so that a template can mark each piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from catalogue.pages.formatting import day
from catalogue.pages.messages import sentence


@dataclass(frozen=True)
class Note:
    """Something in the margin of a text: a finding of the checks or of the law. `id` counts from 1."""

    id: int
    kind: str
    message: str
    instead: str
    law: str
    start: int
    end: int


@dataclass(frozen=True)
class Claim:
    """A claim with its source; `id` counts from 1 in the order of the text."""

    id: int
    text: str
    source: str


@dataclass(frozen=True)
class Piece:
    """A piece of the text with the claim it belongs to and the notes on it; `ends` are the notes that end here."""

    text: str
    claim: Claim | None
    notes: tuple[Note, ...]
    ends: tuple[Note, ...]


def notes_of(findings: Iterable[Mapping[str, Any]], legal: Iterable[Mapping[str, Any]]) -> tuple[Note, ...]:
    """The notes in the order of the text."""
    rows = [(finding, str(finding.get("reason", "unsupported"))) for finding in findings]
    rows += [(finding, "legal") for finding in legal]
    rows.sort(key=lambda row: (row[0].get("start", 0), row[0].get("end", 0)))
    return tuple(
        Note(
            id=position,
            kind=kind,
            message=str(row.get("message", "")),
            instead=str(row.get("instead") or ""),
            law=_law(row),
            start=int(row.get("start", 0)),
            end=int(row.get("end", 0)),
        )
        for position, (row, kind) in enumerate(rows, 1)
    )


def _law(finding: Mapping[str, Any]) -> str:
    """What to look up and since when it applies, „§ 11 PAngV · gilt ab 28.05.2022“; texts stored earlier lack both."""
    since = f"{sentence('law:since')} {day(str(finding['date']))}" if finding.get("date") else ""
    return " · ".join(filter(None, (str(finding.get("paragraph") or ""), since)))


def pieces_of(text: str, claims: Sequence[Mapping[str, Any]], notes: Sequence[Note]) -> tuple[Piece, ...]:
    """The text in pieces; joined, they are the text. Positions beyond the text are ignored."""
    supported = (claim for claim in claims if claim.get("source"))
    in_order = sorted(supported, key=lambda claim: (int(claim["start"]), int(claim["end"])))
    sourced = [
        (int(claim["start"]), int(claim["end"]), Claim(position, str(claim["text"]), str(claim["source"])))
        for position, claim in enumerate(in_order, 1)
    ]
    ends = [place for start, end, _ in sourced for place in (start, end)]
    ends += [place for note in notes for place in (note.start, note.end)]
    cuts = sorted({0, len(text), *(place for place in ends if 0 <= place <= len(text))})
    return tuple(
        Piece(
            text=text[start:end],
            claim=next((claim for first, last, claim in sourced if first <= start and end <= last), None)
            if text[start:end].strip()
            else None,  # a link needs letters
            notes=tuple(note for note in notes if note.start <= start and end <= note.end),
            ends=tuple(note for note in notes if note.end == end),
        )
        for start, end in pairwise(cuts)
    )


def claims_of(pieces: Iterable[Piece]) -> tuple[Claim, ...]:
    """The claims that stand in the pieces, each once, in the order of the text."""
    return tuple({piece.claim.id: piece.claim for piece in pieces if piece.claim is not None}.values())
