"""Tells an editor in one German sentence what the text says, what the data says, and where."""

from __future__ import annotations

from description.claims.index import Index, Source
from description.claims.mention import Mention
from description.claims.model import Reason
from description.claims.nearest import nearest
from description.claims.reported import reported

_LONGEST = 90  # letters of the data that are quoted


def says(
    mention: Mention, said: str, reason: Reason, against: str, index: Index, supporting: Source | None = None
) -> str:
    """The sentence for one finding; `against` is what a photo shows otherwise, `supporting` what the data says so."""
    clause = reported(mention, said)
    text = f"Der Text sagt, {clause}" if clause else f"Der Text sagt „{said}“"
    if reason == "conflict" and supporting is not None:
        return f"{text}; die Daten widersprechen sich: {_disputed(supporting, index)}."
    if reason == "contradicts" and supporting is not None:
        return f"{text}; {_stated(supporting)}, aber {against} zeigt etwas anderes."
    source = index.sources[mention.elsewhere] if mention.elsewhere >= 0 else nearest(mention, index)
    if reason == "leaked":
        text = f"{text}, wie der Beispieltext"
    return (
        f"{text}; {_stated(source)}." if source is not None else f"{text}; davon steht in keinem Feld der Daten etwas."
    )


def _stated(source: Source) -> str:
    """What a source says and in which field it stands."""
    if source.field is None or not source.key:
        return f"zu sehen ist: {source.says}"
    return f"die Daten sagen {_quoted(source)}"


def _disputed(source: Source, index: Index) -> str:
    """What the fields say that cannot all be true."""
    told = [other for other in index.sources if other.disputed and other.field is source.field] or [source]
    return " und ".join(map(_quoted, told))


def _quoted(source: Source) -> str:
    """ "„Maße (B×H): 30 × 20 cm“ (Feld Maße)": what a source says, and where."""
    return f"„{_short(source.says)}“ (Feld {source.key.partition(' (')[0]})"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
