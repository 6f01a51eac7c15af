"""What `bildtext evaluate` counts, reads and refuses."""

from pathlib import Path

import numpy as np
import pytest

from bildtext.errors import InvalidRequest, UnknownFacet
from bildtext.labels import load_labels
from tagging.scoring import FacetScores
from tools import evaluate
from tools.evaluate_report import write_report
from tools.train.figures import CLASS_MAP

LABELS = load_labels()
CATEGORY = LABELS.facet("category")


def test_figures_are_those_of_a_confusion_matrix_worked_out_by_hand() -> None:
    # 10 cats: 8 called cat, 2 dog. 5 dogs: 1 called cat, 4 dog.
    result = evaluate.evaluation("animal", "m", ["cat", "dog"], np.array([[8, 2], [1, 4]]), abstained=3)
    cat, dog = result.classes
    assert result.top_1 == pytest.approx(12 / 15)
    assert (cat.precision, cat.recall) == pytest.approx((8 / 9, 8 / 10))
    assert (dog.precision, dog.recall) == pytest.approx((4 / 6, 4 / 5))
    assert result.macro_f1 == pytest.approx((16 / 19 + 8 / 11) / 2)
    assert result.abstained == pytest.approx(0.2)


def test_a_class_nobody_asked_about_does_not_lower_macro_f1() -> None:
    result = evaluate.evaluation("animal", "m", ["cat", "fish"], np.array([[4, 0], [0, 0]]), abstained=0)
    assert result.macro_f1 == 1.0


def test_the_committed_map_has_ten_classes_of_existing_labels() -> None:
    classes = evaluate.read_map(CLASS_MAP, CATEGORY)
    assert len(classes.members) == 10
    assert classes.of_label["Polo"] == "t-shirt"
    leaves = [leaf for members in classes.members.values() for leaf in members]
    assert len(leaves) == len(set(leaves))


def test_a_class_has_the_sum_of_its_labels_scores() -> None:
    classes = evaluate.ClassMap({}, {"shirts": frozenset(("shirt", "blouse")), "hats": frozenset(("hat",))})
    scores = FacetScores(("shirt", "hat", "blouse"), np.array([[0.3, 0.5, 0.2]], np.float32), np.zeros(1, np.float32))
    assert evaluate.class_sums(scores, classes) == pytest.approx(np.array([[0.5, 0.5]]))


def test_a_simple_map_takes_one_id_a_list_or_a_group(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("Tee: t-shirt\nUpper: [shirt, blouse]\nFeet: shoes\n", encoding="utf-8")
    classes = evaluate.read_map(path, CATEGORY)
    assert classes.members[classes.of_label["Upper"]] == {"shirt", "blouse"}
    assert "sneaker" in classes.members[classes.of_label["Feet"]]


def test_a_map_to_a_label_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("Tee: tee-shirt\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="tee-shirt"):
        evaluate.read_map(path, CATEGORY)


def test_an_unknown_facet_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UnknownFacet, match="colour"):
        LABELS.facet("color")


def test_a_csv_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("file,class\na,b\n", encoding="utf-8")
    with pytest.raises(InvalidRequest, match="image and label"):
        evaluate.read_labels(path)


def test_a_photo_is_found_with_and_without_its_ending(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    assert evaluate.find_photo(tmp_path, "a") == evaluate.find_photo(tmp_path, "a.jpg") == tmp_path / "a.jpg"
    assert evaluate.find_photo(tmp_path, "b") is None


def test_the_report_is_one_page_with_its_picture_inside(tmp_path: Path) -> None:
    result = evaluate.evaluation("animal", "m<1>", ["cat", "dog"], np.array([[8, 2], [1, 4]]), abstained=3)
    page = write_report(result, tmp_path / "report").read_text(encoding="utf-8")
    assert "data:image/png;base64," in page
    assert "m&lt;1&gt;" in page
    assert "80.0%" in page
