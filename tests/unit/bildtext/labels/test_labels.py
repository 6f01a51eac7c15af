"""Loading the label file, and request-time labels."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable

import pytest
import yaml

from bildtext.errors import InvalidRequest, Problem, UnknownFacet
from bildtext.labels import CATEGORY, LABELS_FILE, LabelSet, Name, ad_hoc_labels, load_labels, nodes

Load = Callable[[str | bytes], LabelSet]
ProblemsOf = Callable[[str | bytes], tuple[Problem, ...]]


def test_a_label_takes_defaults_from_its_facet(load: Load, small: str) -> None:
    pumps, boots, _ = load(small).facet(CATEGORY).labels
    assert (pumps.term, pumps.prompts, pumps.threshold) == ("pumps", ("a photo of the pumps",), 0.3)
    assert boots.threshold == 0.5
    navy = load(small).facet("colour").labels[1]
    assert (navy.name, navy.term, navy.prompts) == (Name("Marine", "Navy"), "navy blue", ("the navy blue one",))


def test_leaves_know_their_group_and_keep_the_order_of_the_file(load: Load, small: str) -> None:
    category = load(small).facet(CATEGORY)
    assert [(label.id, label.group) for label in category.labels] == [
        ("pumps", "shoes"),
        ("boots", "shoes"),
        ("t-shirt", None),
    ]
    assert [group.id for group in category.groups] == ["shoes"]


def test_a_facet_that_applies_to_a_group_applies_to_its_leaves(load: Load, small: str) -> None:
    facets = {facet.id: facet.applies_to for facet in load(small).facets}
    assert facets == {"category": None, "colour": {"pumps", "boots", "t-shirt"}, "heel-height": {"boots"}}


def test_choose_is_a_number_or_none_for_any(load: Load, small: str) -> None:
    assert [facet.choose for facet in load(small).facets] == [1, 2, None]


def test_an_unknown_facet_is_refused_with_a_suggestion(load: Load, small: str) -> None:
    with pytest.raises(UnknownFacet, match="did you mean `colour`"):
        load(small).facet("color")


def test_names_may_be_written_over_several_lines(load: Load, small: str) -> None:
    folded = small.replace(
        "name: {de: Farbe, en: Colour}", "name:\n      de: >\n        Farbe\n        oben\n      en: Colour"
    )
    assert load(folded).facet("colour").name == Name("Farbe oben", "Colour")


def test_umlauts_typed_as_two_characters_are_the_same_name(load: Load, small: str) -> None:
    assert load(unicodedata.normalize("NFD", small)) == load(small)


def test_a_byte_order_mark_is_ignored(load: Load, small: str) -> None:
    assert load(b"\xef\xbb\xbf" + small.encode()) == load(small)


def test_without_libyaml_the_result_is_the_same(
    problems_of: ProblemsOf, small: str, shipped: LabelSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (
        small.replace("choose: one", "choose: two").replace("id: navy", "id: red").replace("de: Rot", "de: Rot, de: x")
    )
    with_libyaml = problems_of(broken)
    monkeypatch.setattr(nodes, "_Loader", yaml.SafeLoader)
    assert load_labels(LABELS_FILE) == shipped
    assert problems_of(broken) == with_libyaml


def test_loading_labels_needs_neither_a_model_runtime_nor_aws() -> None:
    code = "import sys; from bildtext.labels import load_labels; load_labels(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & {"boto3", "botocore", "torch", "transformers", "openvino", "numpy", "PIL", "pydantic"}


def test_request_time_labels_become_one_facet_that_states_all_of_them() -> None:
    (facet,) = ad_hoc_labels(["rote Pumps", " T-Shirt "], ["a photo of {label}", "{label}"]).facets
    assert (facet.id, facet.choose, facet.threshold, facet.applies_to) == ("labels", None, 0.0, None)
    assert [(label.id, label.term, label.prompts) for label in facet.labels] == [
        ("rote Pumps", "rote Pumps", ("a photo of rote Pumps", "rote Pumps")),
        ("T-Shirt", "T-Shirt", ("a photo of T-Shirt", "T-Shirt")),
    ]


@pytest.mark.parametrize(
    ("names", "prompts"),
    [([], ["{label}"]), ([" "], ["{label}"]), (["a", "A"], ["{label}"]), (["a"], []), (["a"], ["a photo"])],
)
def test_duplicate_or_empty_request_time_labels_and_prompts_are_refused(names: list[str], prompts: list[str]) -> None:
    with pytest.raises(InvalidRequest):
        ad_hoc_labels(names, prompts)


def test_more_labels_than_a_request_may_name_are_refused_with_the_limit() -> None:
    names = [f"label {at}" for at in range(100_000)]
    assert len(ad_hoc_labels(names[:200]).facets[0].labels) == 200
    for too_many in (names[:201], names):
        with pytest.raises(InvalidRequest, match="at most 200 labels, and these are"):
            ad_hoc_labels(too_many)
