"""Every file gets exactly one result, in order, independent of the other files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bildtext.images import Limits
from bildtext_cli.tagged_files import TaggedFile, tag_files
from tagging.batch import Tagger
from tests.tagging_setup import TaggingSetup, image_file


def outcomes(paths: list[Path], tagger: Tagger) -> list[TaggedFile]:
    return [each for batch in tag_files(paths, tagger) for each in batch]


def codes(found: list[TaggedFile]) -> list[str]:
    return [each.error.code if each.error else "tagged" for each in found]


def test_files_are_read_decoded_and_encoded_sixteen_at_a_time(tagging_setup: TaggingSetup, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(40)]
    for path in paths:
        path.write_bytes(image_file("red"))
    batches = list(tag_files(paths, tagging_setup.tagger))
    assert [len(batch) for batch in batches] == [16, 16, 8]
    assert tagging_setup.encoder.calls == [16, 16, 8]
    assert [each.file.path for batch in batches for each in batch] == paths


def test_a_photo_deleted_during_the_run_is_its_own_error(tagging_setup: TaggingSetup, tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.png" for number in range(17)]
    for path in paths:
        path.write_bytes(image_file("red"))
    batches = tag_files(paths, tagging_setup.tagger)
    assert codes(list(next(batches))) == ["tagged"] * 16
    paths[16].unlink()
    assert codes(list(next(batches))) == ["not-found"]


def test_an_internal_error_on_one_photo_does_not_affect_others(tagging_setup: TaggingSetup, tmp_path: Path) -> None:
    broken = replace(tagging_setup.tagger, limits=Limits(max_pixels="many"))  # type: ignore[arg-type]
    photo, letter = tmp_path / "photo.png", tmp_path / "letter.png"
    photo.write_bytes(image_file("red"))
    letter.write_text("Dear photo")
    assert codes(outcomes([letter, photo, tmp_path / "gone.png"], broken)) == [
        "unsupported-image",
        "try-again",
        "not-found",
    ]
