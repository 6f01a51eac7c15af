"""The input of `bildtext evaluate`: a CSV file of photos and labels, and a map from labels to classes."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bildtext.errors import InvalidRequest
from bildtext.labels import Facet

_ENDINGS = ("", ".jpg", ".jpeg", ".png", ".webp", ".avif")
Row = tuple[str, str]


@dataclass(frozen=True)
class ClassMap:
    """`of_label`: the CSV's label → class. `members`: class → label ids of the facet whose scores are added."""

    of_label: Mapping[str, str]
    members: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class MatchedRows:
    """The rows of a CSV file: `scored` are pairs (photo, class), `refused` the reasons why other photos are not scored,
    and `unmapped` the number of rows of each label without a class."""

    scored: tuple[tuple[Path, str], ...]
    refused: tuple[str, ...]
    unmapped: Mapping[str, int]


def read_labels(path: Path, facet: str) -> list[Row]:
    """Return the rows (image, label) of a CSV file; if it has a column facet, as `bildtext decisions` writes it, only
    those of this facet. Raises InvalidRequest if a column is missing or it is not CSV."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            if not {"image", "label"} <= set(reader.fieldnames or ()):
                columns = ", ".join(reader.fieldnames or ()) or "none"
                raise InvalidRequest(f"{path.name} must have the columns image and label; it has {columns}.")
            rows = [row for row in reader if row.get("facet") in (None, facet)]
            return [((row["image"] or "").strip(), (row["label"] or "").strip()) for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidRequest(f"{path.name} is not a CSV file in UTF-8 ({error}); save it as one.") from error


def match_rows(folder: Path, rows: Sequence[Row], classes: ClassMap) -> MatchedRows:
    """Find the photo and class of each row. A photo counts once, and is refused if its labels have different classes.

    Raises:
        InvalidRequest: no row has both a class and a photo; the message states which is missing.
    """
    if not rows:
        raise InvalidRequest("The CSV file names no photos (or --held-out keeps none of them).")
    unmapped = Counter(label for _, label in rows if label not in classes.of_label)
    found: dict[str, set[str]] = {}
    for name, label in rows:
        if label in classes.of_label:
            found.setdefault(name, set()).add(classes.of_label[label])
    if not found:
        labels, known = _some(unmapped), _some(classes.of_label)
        raise InvalidRequest(f"None of the CSV's labels ({labels}) is one of the facet's ({known}); give a --map.")
    scored: list[tuple[Path, str]] = []
    refused: list[str] = []
    for name, of_photo in found.items():
        photo = find_photo(folder, name)
        if len(of_photo) > 1:
            refused.append(f"{name}: the CSV says both {' and '.join(sorted(of_photo))}")
        elif photo is None:
            refused.append(f"{name}: no such photo")
        else:
            scored.append((photo, next(iter(of_photo))))
    if not scored:
        raise InvalidRequest(f"None of the CSV's photos can be scored in {folder} ({_some(refused)}).")
    return MatchedRows(tuple(scored), tuple(refused), dict(unmapped))


def read_map(path: Path | None, facet: Facet) -> ClassMap:
    """Read a map, or build the default one, which finds a label by its id or its German or English name.

    A map is either `CSV label: label id` (or a list of ids), or has two parts, `labels` (CSV label: class) and
    `classes` (class: label ids); in the category facet a group's id stands for its labels.

    Raises:
        InvalidRequest: not a valid map, ids that the facet does not have, or a label in two classes.
    """
    if path is None:
        return _own_names(facet)
    ids = {label.id: frozenset((label.id,)) for label in facet.labels}
    ids |= {
        group.id: frozenset(label.id for label in facet.labels if label.group == group.id) for group in facet.groups
    }
    of_label, classes = _read_map(path)
    members: dict[str, frozenset[str]] = {}
    for name, entries in classes.items():
        unknown = [entry for entry in entries if entry not in ids]
        if unknown:
            raise InvalidRequest(f"{path.name}: the facet {facet.id} has no label {', '.join(map(repr, unknown))}.")
        members[name] = frozenset().union(*(ids[entry] for entry in entries))
    if missing := set(of_label.values()) - set(members):
        raise InvalidRequest(f"{path.name}: no class {', '.join(sorted(map(repr, missing)))} under `classes`.")
    if twice := [
        label for label, times in Counter(leaf for own in members.values() for leaf in own).items() if times > 1
    ]:
        raise InvalidRequest(f"{path.name}: {_some(twice)} would count in two classes; leave each label in one.")
    return ClassMap(of_label, members)


def find_photo(folder: Path, name: str) -> Path | None:
    """Return the photo of that name, with or without a file extension, or None."""
    if not name:
        return None
    paths = (folder / f"{name}{ending}" for ending in _ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def _own_names(facet: Facet) -> ClassMap:
    """Map each label by its names; a name shared by two labels (one's German, another's English) is left out."""
    named: dict[str, set[str]] = {}
    for label in facet.labels:
        for name in (label.name.de, label.name.en, label.id):
            named.setdefault(name, set()).add(label.id)
    of_label = {name: own for name, ids in named.items() if len(ids) == 1 for own in ids}
    return ClassMap(of_label, {label.id: frozenset((label.id,)) for label in facet.labels})


def _read_map(path: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return label → class, and class → the entries as written."""
    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        if set(content) == {"labels", "classes"}:
            of_label = {str(label): str(to) for label, to in content["labels"].items()}
            return of_label, {str(name): _entries(entries) for name, entries in content["classes"].items()}
        classes = {" + ".join(_entries(to)): _entries(to) for to in content.values()}
        return {str(label): " + ".join(_entries(to)) for label, to in content.items()}, classes
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise InvalidRequest(f"{path.name} must map the CSV's labels to label ids, as YAML.") from error


def _entries(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(entry) for entry in value]


def _some(words: Sequence[str] | Mapping[str, Any], most: int = 5) -> str:
    listed = list(words)
    return ", ".join(listed[:most]) + (" …" if len(listed) > most else "")
