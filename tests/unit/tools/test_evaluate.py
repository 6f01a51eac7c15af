"""`bildtext evaluate`: figures, input files and refusals."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bildtext.errors import InvalidRequest, UnknownFacet
from bildtext.labels import Name, load_labels
from bildtext_cli import evaluate, evaluate_input
from bildtext_cli.evaluate_report import write_report
from bildtext_cli.evaluation import evaluation, notes
from bildtext_dev.train.figures import CLASS_MAP
from tagging.scoring import FacetScores

LABELS = load_labels()
CATEGORY = LABELS.facet("category")


def test_figures_match_a_manually_computed_confusion_matrix() -> None:
    # 10 cats: 8 predicted as cat, 2 as dog. 5 dogs: 1 predicted as cat, 4 as dog.
    result = evaluation("animal", "m", ["cat", "dog"], np.array([[8, 2], [1, 4]]), abstained=3)
    cat, dog = result.classes
    assert result.top_1 == pytest.approx(12 / 15)
    assert (cat.precision, cat.recall) == pytest.approx((8 / 9, 8 / 10))
    assert (dog.precision, dog.recall) == pytest.approx((4 / 6, 4 / 5))
    assert result.macro_f1 == pytest.approx((16 / 19 + 8 / 11) / 2)
    assert result.abstained == pytest.approx(0.2)


def test_a_class_without_photos_does_not_lower_macro_f1() -> None:
    result = evaluation("animal", "m", ["cat", "fish"], np.array([[4, 0], [0, 0]]), abstained=0)
    assert result.macro_f1 == 1.0
    assert "All photos are of one class" in next(notes(result))


def test_the_committed_map_has_ten_classes_of_existing_labels() -> None:
    classes = evaluate_input.read_map(CLASS_MAP, CATEGORY)
    assert len(classes.members) == 10
    assert classes.of_label["Polo"] == "t-shirt"
    leaves = [leaf for members in classes.members.values() for leaf in members]
    assert len(leaves) == len(set(leaves))


def test_the_score_of_a_class_is_the_sum_of_its_labels_scores() -> None:
    classes = evaluate_input.ClassMap({}, {"shirts": frozenset(("shirt", "blouse")), "hats": frozenset(("hat",))})
    scores = FacetScores(("shirt", "hat", "blouse"), np.array([[0.3, 0.5, 0.2]], np.float32), np.zeros(1, np.float32))
    assert evaluate.class_sums(scores, classes) == pytest.approx(np.array([[0.5, 0.5]]))


def test_a_simple_map_accepts_an_id_a_list_or_a_group(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("Tee: t-shirt\nUpper: [shirt, blouse]\nFeet: shoes\n", encoding="utf-8")
    classes = evaluate_input.read_map(path, CATEGORY)
    assert classes.members[classes.of_label["Upper"]] == {"shirt", "blouse"}
    assert "sneaker" in classes.members[classes.of_label["Feet"]]


def test_a_map_to_a_label_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("Tee: tee-shirt\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="tee-shirt"):
        evaluate_input.read_map(path, CATEGORY)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("- tee\n", "must map the CSV's labels"),
        ("Tee: 5\n", "must map the CSV's labels"),
        ("Tee: [t-shirt\n", "must map the CSV's labels"),
        ("labels: {Tee: top}\nclasses: [top]\n", "must map the CSV's labels"),
        ("labels: {Tee: upper}\nclasses: {top: t-shirt}\n", "no class 'upper'"),
        ("Tee: t-shirt\nUpper: tops\n", "t-shirt would count in two classes"),
    ],
)
def test_an_invalid_map_is_refused_with_a_reason(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidRequest, match=sentence):
        evaluate_input.read_map(path, CATEGORY)


def test_a_name_shared_by_two_labels_is_ignored() -> None:
    colour = LABELS.facet("colour")
    mixed = replace(colour.labels[0], name=Name(colour.labels[1].name.en, "Soot"))
    classes = evaluate_input.read_map(None, replace(colour, labels=(mixed, *colour.labels[1:])))
    assert colour.labels[1].name.en not in classes.of_label
    assert classes.of_label["Soot"] == colour.labels[0].id


def test_another_encoding_is_refused_and_short_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_bytes("image,label\na,Weiß\n".encode("cp1252"))
    with pytest.raises(InvalidRequest, match="UTF-8"):
        evaluate_input.read_labels(path, "colour")
    path.write_text("image,label\n a , Weiß \nb\n", encoding="utf-8")
    assert evaluate_input.read_labels(path, "colour") == [("a", "Weiß"), ("b", "")]


def test_a_photo_counts_once_and_is_refused_with_labels_of_two_classes(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.jpg").touch()
    rows = [("a", "Hat"), ("a", "hat"), ("b", "Hat"), ("b", "Dress"), ("c", "Unsure"), ("d", "Hat"), ("", "Hat")]
    found = evaluate_input.match_rows(tmp_path, rows, evaluate_input.read_map(None, CATEGORY))
    assert found.scored == ((tmp_path / "a.jpg", "hat"),)
    assert found.refused == ("b: the CSV says both dress and hat", "d: no such photo", ": no such photo")
    assert found.unmapped == {"Unsure": 1}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "names no photos"),
        ([("a", "Unsure")], r"None of the CSV's labels \(Unsure\) is one of the facet's"),
        ([("z", "Hat")], r"None of the CSV's photos can be scored in .* \(z: no such photo\)"),
        ([("a", "Hat"), ("a", "Dress")], "a: the CSV says both dress and hat"),
    ],
)
def test_the_reason_is_reported_if_nothing_can_be_counted(
    tmp_path: Path, rows: list[tuple[str, str]], sentence: str
) -> None:
    (tmp_path / "a.jpg").touch()
    with pytest.raises(InvalidRequest, match=sentence):
        evaluate_input.match_rows(tmp_path, rows, evaluate_input.read_map(None, CATEGORY))


def test_an_unknown_facet_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownFacet, match="colour"):
        LABELS.facet("color")


def test_a_csv_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("file,class\na,b\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="image and label"):
        evaluate_input.read_labels(path, "colour")


def test_a_photo_is_found_with_and_without_file_extension(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    assert (
        evaluate_input.find_photo(tmp_path, "a") == evaluate_input.find_photo(tmp_path, "a.jpg") == tmp_path / "a.jpg"
    )
    assert evaluate_input.find_photo(tmp_path, "b") is None


def test_the_report_is_one_self_contained_page(tmp_path: Path) -> None:
    result = evaluation("animal", "m<1>", ["cat", "dog"], np.array([[8, 2], [1, 4]]), abstained=3)
    page = write_report(replace(result, refused=("<b>: damaged",)), tmp_path / "report").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "m&lt;1&gt;" in page
    assert "80.0%" in page
    assert "<p>1 photos not scored: &lt;b&gt;: damaged.</p>" in page
