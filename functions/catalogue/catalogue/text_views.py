"""Versions of an article's text, its release and its history, as the page shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bildtext.decision_json import kind_of
from bildtext.decisions import (
    AltTextWritten,
    Decided,
    Decision,
    Released,
    TagsDecided,
    TextWritten,
    Undone,
    Withdrawn,
)
from bildtext.storage.article_table import DataItem, TextItem
from catalogue import sentences
from catalogue.label_names import LabelNames
from catalogue.view_model import HistoryEntry, ReleaseView, TextView

# In the description of a version that was made from the machine's text: that text, which a later run replaces.
STARTED_FROM: Final = "started_from"
_MOST_NAMED: Final = 3  # tags in a line of the history


def machine_view(text: TextItem | None) -> TextView | None:
    """The machine's text, version 0; None without one."""
    if text is None or text.status != "described":
        return None
    writer = str(text.description.get("writer", ""))
    model = str(text.description.get("model", ""))
    words = str(text.description.get("text", ""))
    return TextView(0, words, writer, True, text.written_at, writer, model, **_checks(words, text.description))


def version_view(text: TextWritten) -> TextView:
    """A version of the text that an editor wrote, or took over from a machine (then `by_machine`)."""
    return TextView(
        text.version,
        text.text,
        text.by_name,
        text.source != "edited",
        text.at,
        text.writer,
        text.model,
        **_checks(text.text, text.description),
    )


def is_newer(machine: TextView | None, decided: Decided) -> bool:
    """Whether the machine has written another text since the newest version."""
    if machine is None or decided.text is None or machine.at <= decided.text.at:
        return False
    return machine.text not in {one.text for one in decided.texts}


def is_outdated(text: TextItem | None, data: DataItem | None, decided: Decided) -> bool:
    """Whether the data is newer than the checks of the newest text."""
    if data is None:
        return False
    newest = decided.text
    if newest is None:
        return text is not None and text.sequencer < data.sequencer
    started = newest.description.get(STARTED_FROM, {})
    # A text that was accepted comes with the machine's checks, which are as old as the machine's text.
    checked_at = str(started.get("written_at", newest.at)) if "text" in newest.description else newest.at
    return checked_at < data.written_at


def release_view(decided: Decided) -> ReleaseView | None:
    """The release of the current text, if it is released."""
    if (release := decided.release) is None:
        return None
    return ReleaseView(release.text_version, release.by_name, release.at, release.record)


def history_view(decided: Decided, names: LabelNames) -> tuple[HistoryEntry, ...]:
    """Every decision, the newest first. One that is undone comes back by undoing the undo."""
    return tuple(
        HistoryEntry(
            version=decision.version,
            kind=kind_of(decision),
            by=decision.by_name,
            at=decision.at,
            summary=sentences.HISTORY[kind_of(decision)].format(**_details(decision, names)).rstrip(": "),
            undone=decision.version in decided.undone,
            can_undo=decision.version not in decided.undone,
        )
        for decision in reversed(decided.history)
    )


def _details(decision: Decision, names: LabelNames) -> Mapping[str, object]:
    match decision:
        case TagsDecided():
            return {"tags": _named(decision, names)}
        case TextWritten():
            return {"source": sentences.SOURCES[decision.source], "words": sentences.words(len(decision.text.split()))}
        case AltTextWritten():
            return {"photo": decision.photo.rpartition("/")[2]}
        case Released():
            return {"version": decision.text_version}
        case Withdrawn():
            return {"reason": decision.reason}
        case Undone():
            return {"version": decision.undone}


def _named(decision: TagsDecided, names: LabelNames) -> str:
    """What was chosen; the same for several photos, or for a photo and the article, once."""
    named = dict.fromkeys(
        f"{names.facet(one.facet)}: "
        + (", ".join(names.label(one.facet, label) for label in one.labels) or sentences.NONE_OF_THEM)
        for one in decision.choices
    )
    more = len(named) - _MOST_NAMED
    return "; ".join([*named][:_MOST_NAMED]) + (f" {sentences.MORE.format(count=more)}" if more > 0 else "")


def _checks(text: str, description: Mapping[str, Any]) -> dict[str, Any]:
    """What was found in a text, if it was in this text: positions in another one would be wrong."""
    if "claims" not in description or str(description.get("text", text)).strip() != text.strip():
        return {}
    findings = (description.get(name, ()) for name in ("unsupported", "contradictions", "findings"))
    parts: dict[str, Sequence[Any]] = {name: description.get(name, ()) for name in ("claims", "conflicts", "legal")}
    return {
        **{name: tuple(found) for name, found in parts.items()},
        "findings": tuple(one for some in findings for one in some),
        "not_used": tuple(description.get("not_used", ())),
        "checked": True,
    }
