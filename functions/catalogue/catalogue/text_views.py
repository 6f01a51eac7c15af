"""Versions of an article's text, its release and its history, as the page shows them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bildtext.decision_json import kind_of
from bildtext.decisions import (
    AltTextWritten,
    DataFile,
    DataWritten,
    Decided,
    Decision,
    Released,
    TagsDecided,
    TextWritten,
    Undone,
    Withdrawn,
    data_change,
)
from bildtext.storage.article_table import DataItem, TextItem
from catalogue import sentences
from catalogue.label_names import LabelNames
from catalogue.product_data import data_lines, line_changes
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
    return _checked_at(newest) < data.written_at


def _checked_at(text: TextWritten) -> str:
    """When the checks of a version read the data."""
    seal = text.description.get("seal")
    if seal:
        return str(seal["at"])
    started = text.description.get(STARTED_FROM, {})
    # A text that was accepted comes with the machine's checks, which are as old as the machine's text.
    return str(started.get("written_at", text.at)) if "text" in text.description else text.at


def release_view(decided: Decided) -> ReleaseView | None:
    """The release of the current text, if it is released."""
    if (release := decided.release) is None:
        return None
    return ReleaseView(release.version, release.text_version, release.by_name, release.at, release.record)


def history_view(decided: Decided, names: LabelNames) -> tuple[HistoryEntry, ...]:
    """Every decision, the newest first. One that is undone comes back by undoing the undo."""
    return tuple(
        HistoryEntry(
            version=decision.version,
            kind=kind_of(decision),
            by=decision.by_name,
            at=decision.at,
            summary=_sentence(decision).format(**_details(decision, names)).rstrip(": "),
            undone=decision.version in decided.undone,
            can_undo=decision.version not in decided.undone,
            **_data_changes(decision, decided.history),
        )
        for decision in reversed(decided.history)
    )


def _sentence(decision: Decision) -> str:
    if isinstance(decision, Undone) and decision.overtaken:
        return sentences.OVERTAKEN
    if isinstance(decision, AltTextWritten) and not decision.text:
        return sentences.ALT_TEXT_DROPPED
    return sentences.HISTORY[kind_of(decision)]


def _data_changes(decision: Decision, history: Sequence[Decision]) -> dict[str, Any]:
    change = data_change(decision, history)
    if change is None:
        return {}
    if isinstance(decision, Undone) and decision.overtaken:
        return {"changes_data": True}  # and nothing changed
    before, after = (data_lines(file.content) for file in change)
    return {"changes_data": True, "changes": line_changes(before, after)}


def _details(decision: Decision, names: LabelNames) -> Mapping[str, object]:
    match decision:
        case TagsDecided():
            return {"tags": _named(decision, names)}
        case TextWritten():
            words = sentences.words(len(decision.text.split()))
            return {"source": sentences.SOURCES[decision.source], "words": words, "ended": _ended(decision)}
        case AltTextWritten():
            return {"photo": decision.photo.rpartition("/")[2]}
        case DataWritten():
            return {"how": sentences.CHANGED if decision.before != DataFile() else sentences.ENTERED}
        case Released():
            return {"version": decision.text_version}
        case Withdrawn():
            return {"reason": decision.reason}
        case Undone():
            return {"version": decision.undone, "ended": _ended(decision)}


def _ended(decision: TextWritten | Undone) -> str:
    return sentences.RELEASE_ENDED if decision.voids_release else ""


def _named(decision: TagsDecided, names: LabelNames) -> str:
    """What was chosen; the same for several photos, or for a photo and the article, once."""
    named = dict.fromkeys(
        f"{names.facet(one.facet)}: "
        + (sentences.TAGS_DROPPED if one.action == "dropped" else names.labels_of(one.facet, one.labels))
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
        "checklist": tuple(description.get("checklist") or ()),
        "checked": True,
    }
