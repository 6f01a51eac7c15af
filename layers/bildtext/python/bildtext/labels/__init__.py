"""The label file, which defines all tags. Loading it checks everything and reports all problems at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bildtext.errors import InvalidRequest, LabelFileError, Problem
from bildtext.labels.grammar import LABEL_FILE, PLACEHOLDER, is_group
from bildtext.labels.model import CATEGORY, Facet, Group, Label, LabelSet, Name
from bildtext.labels.nodes import Node, read_nodes
from bildtext.labels.rules import leaves, rule_violations, term_of
from bildtext.labels.schema import Place, walk
from bildtext.layer_files import layer_file

__all__ = [
    "CATEGORY",
    "LABELS_FILE",
    "MAX_AD_HOC_LABELS",
    "Facet",
    "Group",
    "Label",
    "LabelSet",
    "Name",
    "ad_hoc_labels",
    "load_labels",
]

LABELS_FILE = layer_file("labels.yaml")
MAX_AD_HOC_LABELS = 200  # labels per request, because the model encodes each while the caller waits


def load_labels(path: Path = LABELS_FILE) -> LabelSet:
    """Read and check a label file. Raises LabelFileError with all problems, each with line and fix, in file order."""
    root, problems = read_nodes(_text(path), path.name)
    if root is not None:
        problems += walk(root, LABEL_FILE, Place(path.name))
        problems += rule_violations(root, path.name)
    if root is None or problems:
        raise LabelFileError(sorted(problems, key=lambda problem: problem.line))
    facets = root.nodes("facets")
    tree = {
        entry.text("id"): frozenset(leaf.text("id") for leaf in entry.nodes("labels") or (entry,))
        for facet in facets
        if facet.text("id") == CATEGORY
        for entry in (*facet.nodes("labels"), *leaves(facet))
    }
    return LabelSet(tuple(_facet(node, tree) for node in facets))


def ad_hoc_labels(
    names: Sequence[str], prompts: Sequence[str] = ("a photo of a {label}",), none: Sequence[str] = ()
) -> LabelSet:
    """A label set for request-time labels: one facet `labels` with every label that beats the `none` prompts.

    Each name is used as the label's id, name and term. Raises InvalidRequest for no names, too many, empty or duplicate
    ones, and prompts without `{label}`.
    """
    if len(names) > MAX_AD_HOC_LABELS:
        raise InvalidRequest(
            f"A request names at most {MAX_AD_HOC_LABELS} labels, and these are {len(names):,}; "
            "ask for fewer, or put them into a label file."
        )
    terms = [name.strip() for name in names]
    if not terms or not all(terms):
        raise InvalidRequest("There must be at least one label, and none may be empty.")
    if len({term.casefold() for term in terms}) < len(terms):
        raise InvalidRequest("Labels must differ from each other; one of them is repeated.")
    if not prompts or not all(PLACEHOLDER in prompt for prompt in prompts):
        raise InvalidRequest(f"Every prompt must hold the placeholder {PLACEHOLDER}, and there must be at least one.")
    labels = tuple(Label(term, Name(term, term), term, _sentences(prompts, term), threshold=0.0) for term in terms)
    return LabelSet((Facet("labels", Name("Labels", "Labels"), None, tuple(none), 0.0, 0.0, None, (), labels),))


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise LabelFileError([Problem(path.name, line, "this is not UTF-8", "save the file as UTF-8")]) from error
    except (OSError, ValueError) as error:
        what = f"{path} cannot be read: {getattr(error, 'strerror', None) or error}"
        raise LabelFileError([Problem(path.name, 1, what, "check the path and its permissions")]) from error


def _facet(node: Node, tree: dict[str, frozenset[str]]) -> Facet:
    groups = tuple(entry for entry in node.nodes("labels") if is_group(entry))
    group_of = {leaf.text("id"): group.text("id") for group in groups for leaf in group.nodes("labels")}
    choose = node.get("choose")
    up_to = choose.number("up_to") if choose else None
    prompts = _texts(node, "prompts")
    threshold = float(node.number("threshold") or 0)
    return Facet(
        id=node.text("id"),
        name=_name(node),
        choose=int(up_to) if up_to else 1 if node.text("choose") == "one" else None,
        none=_texts(node, "none"),
        threshold=threshold,
        margin=float(node.number("margin") or 0),
        applies_to=frozenset().union(*(tree[category.text()] for category in node.nodes("applies_to"))) or None,
        groups=tuple(Group(group.text("id"), _name(group)) for group in groups),
        labels=tuple(_label(leaf, prompts, threshold, group_of.get(leaf.text("id"))) for leaf in leaves(node)),
    )


def _label(node: Node, prompts: tuple[str, ...], threshold: float, group: str | None) -> Label:
    term, own_threshold = term_of(node), node.number("threshold")
    return Label(
        id=node.text("id"),
        name=_name(node),
        term=term,
        prompts=_sentences(_texts(node, "prompts") or prompts, term),
        threshold=threshold if own_threshold is None else float(own_threshold),
        group=group,
    )


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(item.text() for item in node.nodes(key))


def _name(node: Node) -> Name:
    return Name(de=node.text("name", "de"), en=node.text("name", "en"))


def _sentences(prompts: Sequence[str], term: str) -> tuple[str, ...]:
    return tuple(prompt.replace(PLACEHOLDER, term) for prompt in prompts)
