"""The schema of the label file, and the checks of single values."""

from __future__ import annotations

import re
import unicodedata

from bildtext.labels.model import CATEGORY, VERSION
from bildtext.labels.nodes import Node
from bildtext.labels.schema import Either, Fault, ListOf, Record, Scalar, Schema

PLACEHOLDER = "{label}"


def _words(text: str) -> Fault | None:
    if not text:
        return Fault("is empty", "write text, or remove the key if it may be left out")
    if not text.isprintable():
        return Fault("holds an invisible character", "type it again without copying")
    if "{" in text or "}" in text:
        return Fault("holds a curly brace", "remove it; only prompts have a placeholder")
    return None


def _prompt(text: str) -> Fault | None:
    placeholders = re.findall(r"\{[^{}]*\}", text)
    for placeholder in placeholders:
        if placeholder != PLACEHOLDER:
            return Fault(f"has the placeholder `{placeholder}`", f"write `{PLACEHOLDER}`, the only one there is")
    if text.count("{") + text.count("}") != 2 * len(placeholders):
        return Fault(f"has a stray curly brace: {text!r}", f"braces stand only in `{PLACEHOLDER}`")
    if text and not placeholders:
        return Fault(f"has no placeholder: {text!r}", f"put `{PLACEHOLDER}` where the label's term belongs")
    return _words(text.replace(PLACEHOLDER, "label"))


def _id(text: str) -> Fault | None:
    if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        return None
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    kebab = "-".join(re.findall(r"[a-z0-9]+", plain))
    fix = f"write `{kebab}`" if kebab else "write an English word"
    return Fault(f"is not kebab-case: {text!r}", f"{fix}: lower-case letters and digits, joined by single hyphens")


def _fraction(number: float) -> Fault | None:
    return None if 0 <= number <= 1 else Fault(f"is {number}", "write a number from 0 to 1")


def _count(number: int) -> Fault | None:
    return None if number >= 1 else Fault(f"is {number}", "write 1 or more")


def _version(number: int) -> Fault | None:
    return None if number == VERSION else Fault(f"is {number}, which is not supported", f"write `version: {VERSION}`")


def _choose(text: str) -> Fault | None:
    if text in ("one", "any"):
        return None
    return Fault(f"is `{text}`", "write `one`, `any` or `{up_to: 3}`")


_TWO_LEVELS = Fault("a group within a group", "the tree has two levels: move these labels up")
_ONLY_CATEGORY = Fault("a group outside the category facet", f"only `{CATEGORY}` is a tree: list these labels directly")

_WORDS = Scalar((str,), "text", _words)
_ID = Scalar((str,), "text", _id)
_FRACTION = Scalar((int, float), "a number from 0 to 1", _fraction)
_PROMPTS = ListOf(Scalar((str,), "text", _prompt))
_NAME = Record("", {"de": _WORDS, "en": _WORDS})
_CHOOSE = Either(
    lambda node: isinstance(node.value, dict),
    Record("", {"up_to": Scalar((int,), "a whole number", _count)}),
    Scalar((str,), "`one`, `any` or `{up_to: 3}`", _choose),
)


def _label(labels_fault: Fault) -> Record:
    optional: dict[str, Schema] = {"term": _WORDS, "threshold": _FRACTION, "prompts": _PROMPTS}
    return Record("label", {"id": _ID, "name": _NAME}, optional, {"labels": labels_fault})


def _facet(label: Schema) -> Record:
    rules: dict[str, Schema] = {"choose": _CHOOSE, "prompts": _PROMPTS, "threshold": _FRACTION}
    optional: dict[str, Schema] = {"none": ListOf(_WORDS), "margin": _FRACTION, "applies_to": ListOf(_ID)}
    return Record("facet", {"id": _ID, "name": _NAME, **rules, "labels": ListOf(label)}, optional)


def is_group(node: Node) -> bool:
    """Whether an entry has labels itself."""
    return node.get("labels") is not None


_GROUP = Record("group", {"id": _ID, "name": _NAME, "labels": ListOf(_label(_TWO_LEVELS))})

LABEL_FILE = Record(
    "",
    {
        "version": Scalar((int,), "a whole number", _version),
        "facets": ListOf(
            Either(
                lambda node: node.text("id") == CATEGORY,
                _facet(Either(is_group, _GROUP, _label(_TWO_LEVELS))),
                _facet(_label(_ONLY_CATEGORY)),
            )
        ),
    },
)
