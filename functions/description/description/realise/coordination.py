"""Several adjectives before one noun."""

from __future__ import annotations

from collections.abc import Sequence

from description.language.grammar import Adjective

Pair = tuple[str, Adjective]  # an adverb, or what joins the adjective to the one before it, and the adjective


def coordinate(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Adjectives of one rank, each once: "breiter, fester und elastischer Bund", "18 cm hoher, fester Schaft"."""
    each = {adjective.lemma: (before.removeprefix("und").strip(" ,"), adjective) for before, adjective in pairs}
    told = list(each.values())
    found = told[:1]
    for at, (before, adjective) in enumerate(told[1:], 1):
        last = at == len(told) - 1 and not any(letter.isdigit() for letter in told[at - 1][0])
        found.append((f"{'und' if last else ','} {before}".strip(), adjective))
    return tuple(found)
