"""The German sentences of questions, reasons and the history: all that the catalogue tells editors about an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

# Why a tag is not accepted in bulk, by catalogue.bulk.Reason; -alone where no other answer is known.
HELD_BACK: Final[Mapping[str, str]] = {
    "contradiction": "{contradiction}",
    "disagreement": "Die Fotos des Artikels zeigen Verschiedenes: {others}.",
    "small-margin": "Knapp vor {second}.",
    "small-margin-alone": "Der Wert {score} lässt eine andere Antwort fast ebenso gut zu.",
    "low-score": "Der Wert {score} liegt unter {min_score}.",
    "replaced": "Das Foto wurde ersetzt; entschieden war {decided}.",
    "rare": "In dieser Auswahl selten: {count} von {of} Artikeln.",
}

CONTRADICTION: Final = "Das Foto zeigt {shown}, die Daten sagen {stated} ({source})."

# Questions, by kind; those about conflicts, findings and errors come with the sentence of whoever found them.
DISAGREEMENT: Final = "{facet}: Die Fotos zeigen Verschiedenes."
REPLACED: Final = "{facet}: Das Foto wurde ersetzt; die Entscheidung „{decided}“ galt dem alten Foto."
REPLACED_ALT_TEXT: Final = "Das Foto wurde ersetzt; sein Alternativtext galt dem alten Foto."
CORRECTED: Final = "{facet}: Für den Artikel gilt „{article}“; danach wurde für ein Foto „{photo}“ entschieden."
UNCHECKED: Final = "Der gespeicherte Text ist nicht geprüft: Ob die Daten alles belegen, was er sagt, ist offen."
OUTDATED: Final = "Die Produktdaten sind neuer als die Prüfung des Textes."
LOW_SCORE: Final = "{facet}: {label} ist unsicher."
HELD_OPEN: Final = "{facet}: {label} wurde nicht mit den sicheren Tags angenommen."
ABSTENTION: Final[Mapping[str, str]] = {  # by the reason of the abstention
    "threshold": "{facet}: Keine Antwort ist sicher genug.",
    "margin": "{facet}: Zwei Antworten liegen nah beieinander.",
}

# The history, by kind of decision.
HISTORY: Final[Mapping[str, str]] = {
    "tags-decided": "Tags entschieden: {tags}",
    "text-written": "Text {source} ({words}){ended}",
    "alt-text-written": "Alternativtext für {photo} geschrieben",
    "data-written": "Produktdaten {how}",
    "examples-written": "Beispieltexte gespeichert",
    "released": "Text freigegeben (Fassung {version})",
    "withdrawn": "Freigabe zurückgenommen: {reason}",
    "undone": "Schritt {version} rückgängig gemacht{ended}",
}
RELEASE_ENDED: Final = "; die Freigabe ist damit aufgehoben"
ALT_TEXT_DROPPED: Final = "Alternativtext für {photo} verworfen"
TAGS_DROPPED: Final = "nicht mehr entschieden"
OVERTAKEN: Final = "Schritt {version} wurde nicht wirksam, weil neuere Produktdaten dazwischenkamen"
ENTERED: Final = "eingegeben"
CHANGED: Final = "geändert"
SOURCES: Final[Mapping[str, str]] = {
    "edited": "bearbeitet",
    "generated": "erzeugt und übernommen",
    "accepted": "übernommen",
}
NONE_OF_THEM: Final = "keins davon"
MORE: Final = "und {count} weitere"


def words(count: int) -> str:
    """„1 Wort“, „80 Wörter“."""
    return f"{count} {'Wort' if count == 1 else 'Wörter'}"


def listed(words: Sequence[str]) -> str:
    """„Rot“, „Rot und Blau“, „Rot, Blau und Grün“."""
    return " und ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
