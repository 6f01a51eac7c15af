"""Checks between the entries of a label file: unique ids, names and terms; known categories; valid choices."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bildtext.errors import Problem
from bildtext.labels.grammar import is_group
from bildtext.labels.model import CATEGORY
from bildtext.labels.nodes import Node
from bildtext.labels.schema import Fault, Place, did_you_mean


def rule_violations(root: Node, file: str) -> Iterator[Problem]:
    """All problems between entries. Malformed entries are skipped, because the walker reports them."""
    place = Place(file)
    facets = root.nodes("facets")
    for facet, first in _duplicates(facets, lambda facet: facet.text("id")):
        yield place.problem(_line(facet, "id"), _taken("facet id", facet.text("id"), first))
    for line, fault in _unique_names(facets):
        yield place.problem(line, fault)
    trees = [facet for facet in facets if facet.text("id") == CATEGORY]
    categories = [entry.text("id") for facet in trees for entry in entries(facet)]
    for facet in facets:
        inside = place.into("facet", facet.text("id"))
        for rule in (_unique_labels, _choice_that_fits, _reachable, _category_facet):
            yield from (inside.problem(line, fault) for line, fault in rule(facet))
        if categories or not trees:
            yield from (inside.problem(line, fault) for line, fault in _known_categories(facet, categories))


def entries(facet: Node) -> tuple[Node, ...]:
    """Groups and leaves of a facet, in the file's order."""
    return tuple(node for entry in facet.nodes("labels") for node in (entry, *entry.nodes("labels")))


def leaves(facet: Node) -> tuple[Node, ...]:
    """The labels of a facet, without its groups."""
    return tuple(entry for entry in entries(facet) if not is_group(entry))


def term_of(label: Node) -> str:
    """The words for `{label}` in prompts: the label's term, else its English name in lower case."""
    return label.text("term") or label.text("name", "en").lower()


_Faults = Iterator[tuple[int, Fault]]


def _unique_labels(facet: Node) -> _Faults:
    for label, first in _duplicates(entries(facet), lambda label: label.text("id")):
        yield _line(label, "id"), _taken("label id", label.text("id"), first)
    for label, first in _duplicates(leaves(facet), lambda label: term_of(label).casefold()):
        what = f"the term `{term_of(label)}` is taken, on line {_line(first, 'term')}: the two labels would always tie"
        yield _line(label, "term"), Fault(what, "give one of them another `term`")
    yield from _unique_names(entries(facet))


def _unique_names(nodes: Sequence[Node]) -> _Faults:
    """Facets, and all entries of a facet (groups and leaves), must have different display names."""
    for language, words in (("de", "German"), ("en", "English")):
        for node, first in _duplicates(nodes, lambda node, key=language: node.text("name", key).casefold()):  # type: ignore[misc]
            shown = node.text("name", language)
            what = f"the {words} name `{shown}` is taken, on line {_name_line(first, language)}"
            yield _name_line(node, language), Fault(what, "people could not tell the two apart: give one another name")


def _choice_that_fits(facet: Node) -> _Faults:
    margin, choose, count = facet.get("margin"), facet.get("choose"), len(leaves(facet))
    up_to = choose.number("up_to") if choose else None
    if margin and (up_to or facet.text("choose") == "any"):
        yield margin.line, Fault("a margin without `choose: one`", "remove the margin, or choose one")
    if choose and up_to and up_to > count > 0:
        yield _line(choose, "up_to"), Fault(f"up to {up_to} of {count} labels", f"write {count} or less, or `any`")


def _reachable(facet: Node) -> _Faults:
    """A score is below 1, because it is shared by at least two alternatives."""
    if len(labels := leaves(facet)) == 1 and not facet.get("none"):
        fix = "add a second label, or `none` sentences that it competes with"
        yield labels[0].line, Fault("one label and no `none`: whatever the photo shows, its score would be 1", fix)
    for node, key in ((facet, "margin"), *((entry, "threshold") for entry in (facet, *labels))):
        if node.number(key) == 1:
            what = f"`{key}` is 1, which is out of reach: a score is below 1, and so is its lead"
            fix = "write less than 1" if node is facet else "write less than 1, or remove the label"
            yield _line(node, key), Fault(what, fix)


def _category_facet(facet: Node) -> _Faults:
    if facet.text("id") != CATEGORY:
        return
    if (choose := facet.get("choose")) and (choose.value == "any" or choose.get("up_to")):
        yield choose.line, Fault("a photo has one category", "write `choose: one`")
    if applies := facet.get("applies_to"):
        yield applies.line, Fault("the category decides what applies, it applies to every photo", "remove `applies_to`")


def _known_categories(facet: Node, categories: Sequence[str]) -> _Faults:
    for item in facet.nodes("applies_to"):
        if item.text() and item.text() not in categories:
            fix = did_you_mean(item.text(), categories) if categories else f"add the facet `{CATEGORY}`"
            yield item.line, Fault(f"it applies to the category `{item.text()}`, which does not exist", fix)


def _duplicates(nodes: Sequence[Node], key: Callable[[Node], str]) -> Iterator[tuple[Node, Node]]:
    """Each node with the key of an earlier one, and that earlier node."""
    first: dict[str, Node] = {}
    for node in nodes:
        if key(node) and first.setdefault(key(node), node) is not node:
            yield node, first[key(node)]


def _taken(what: str, value: str, first: Node) -> Fault:
    return Fault(f"the {what} `{value}` is taken, on line {_line(first, 'id')}", "choose another, or remove one")


def _line(node: Node, key: str) -> int:
    value = node.get(key)
    return value.line if value else node.line


def _name_line(node: Node, language: str) -> int:
    name = node.get("name")
    return _line(name, language) if name else node.line
