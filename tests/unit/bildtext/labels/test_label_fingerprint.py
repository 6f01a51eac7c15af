"""The fingerprint changes only if the meaning of the label file does."""

from __future__ import annotations

import hashlib
import random
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bildtext.labels import LabelSet

Load = Callable[[str | bytes], LabelSet]


def test_the_fingerprint_is_the_hash_of_the_canonical_json(load: Load) -> None:
    one_label = """
        version: 1
        facets:
          - {id: fit, name: {de: Passform, en: Fit}, choose: one, prompts: ["{label} fit"], threshold: 0.4,
             none: ["wide"], labels: [{id: slim, name: {de: Schmal, en: Slim}}]}
    """
    canonical = (
        '[1, [{"applies_to": null, "choose": 1, "groups": [], "id": "fit", "labels": [{"group": null, "id": "slim", '
        '"name": {"de": "Schmal", "en": "Slim"}, "prompts": ["slim fit"], "term": "slim", "threshold": 0.4}], '
        '"margin": 0.0, "name": {"de": "Passform", "en": "Fit"}, "none": ["wide"], "threshold": 0.4}]]'
    )
    assert load(textwrap.dedent(one_label)).fingerprint == hashlib.sha256(canonical.encode()).hexdigest()


def shuffled(value: Any, order: random.Random) -> Any:
    """The same content with the keys of every mapping in another order."""
    if isinstance(value, dict):
        keys = order.sample(list(value), len(value))
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


@given(seed=st.integers(0, 2**32), flow=st.sampled_from([None, True, False]), width=st.integers(20, 200))
@settings(max_examples=40, deadline=None)
def test_layout_and_order_of_keys_do_not_change_the_fingerprint(
    load: Load, small: str, seed: int, flow: bool | None, width: int
) -> None:
    content = shuffled(yaml.safe_load(small), random.Random(seed))  # noqa: S311
    again = yaml.safe_dump(content, sort_keys=False, default_flow_style=flow, width=width, allow_unicode=seed % 2 == 0)
    assert load(again).fingerprint == load(small).fingerprint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("version: 1", "# a comment\nversion: 1  # and another"),
        ("threshold: 0.2", "threshold: .20"),
        ("en: Red}}", "en: Red}, term: red}"),
        ("en: Red}}", "en: Red}, threshold: 0.2}"),
        ("applies_to: [shoes, t-shirt]", "applies_to: [t-shirt, pumps, boots]"),
    ],
)
def test_an_equivalent_file_has_the_same_fingerprint(load: Load, small: str, before: str, after: str) -> None:
    assert load(small.replace(before, after, 1)).fingerprint == load(small).fingerprint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: colour", "id: color"),
        ("de: Farbe", "de: Farben"),
        ("en: Colour", "en: Colors"),
        ("choose: {up_to: 2}", "choose: any"),
        ("choose: {up_to: 2}", "choose: {up_to: 1}"),
        ('"fashion in {label}"', '"clothes in {label}"'),
        ('["{label} clothes", "fashion in {label}"]', '["fashion in {label}", "{label} clothes"]'),
        ("a photo of a room", "a photo of a car"),
        ("threshold: 0.2", "threshold: 0.21"),
        ("margin: 0.1", "margin: 0.11"),
        ("applies_to: [shoes, t-shirt]", "applies_to: [shoes]"),
        ("applies_to: [shoes, t-shirt]\n", "\n"),
        ("id: red", "id: bright-red"),
        ("de: Rot", "de: Hellrot"),
        ("term: navy blue", "term: dark blue"),
        ("threshold: 0.5", "threshold: 0.6"),
        ("id: shoes", "id: footwear"),
        ("the {label} one", "one in {label}"),
    ],
)
def test_a_file_with_another_meaning_has_another_fingerprint(load: Load, small: str, before: str, after: str) -> None:
    changed = small.replace(before, after, 1)
    if "footwear" in changed:
        changed = changed.replace("applies_to: [shoes", "applies_to: [footwear")
    assert load(changed).fingerprint != load(small).fingerprint
