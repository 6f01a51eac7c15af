"""The hold-out split is stable, and a photo only has a colour if it is unambiguous."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bildtext_cli.holdout import is_held_out
from bildtext_dev.train.photos import read_photos


def test_the_split_holds_back_about_an_eighth_and_only_depends_on_the_name() -> None:
    names = [f"photo-{index}" for index in range(4000)]
    mask = is_held_out(names)
    assert 0.11 < mask.mean() < 0.14
    assert np.array_equal(mask[::-1], is_held_out(names[::-1]))


@pytest.mark.parametrize("name", ["images.csv", "labels.csv"])
def test_a_plainly_red_photo_is_red_and_a_speckled_one_has_no_colour(name: str, tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    Image.new("RGB", (60, 80), (200, 26, 36)).save(tmp_path / "images" / "a.jpg", quality=95)
    speckled = np.random.default_rng(0).integers(0, 255, (80, 60, 3), dtype=np.uint8)
    Image.fromarray(speckled).save(tmp_path / "images" / "b.jpg", quality=95)
    rows = "image,sender_id,label,kids\na,1,T-Shirt,False\nb,1,Dress,False\nc,1,Not sure,False\n"
    (tmp_path / name).write_text(rows, encoding="utf-8")
    photos = read_photos(tmp_path)
    assert photos.ids == ("a", "b")
    assert dict(photos.facts[0].shares) == {"red": 1.0}
    assert dict(photos.facts[1].shares) == {}
    assert photos.proportions.tolist() == [0.75, 0.75]
