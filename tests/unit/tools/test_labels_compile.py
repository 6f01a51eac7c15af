"""`bildtext labels compile` lists the words that a model lacks, as does the model card."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from bildtext.bundle import Bundle
from bildtext.labels import load_labels
from bildtext_cli.labels import labels, left_out_lines
from bildtext_cli.models.presets import preset

BUNDLE = preset("mini-clip").bundle_folder
CARD = BUNDLE.parent / "README.md"


def test_the_model_card_contains_the_list_that_compiling_prints(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "bundle")
    done = CliRunner().invoke(labels, ["compile", "--model", str(tmp_path / "bundle")], catch_exceptions=False)
    printed = [line for line in done.stderr.splitlines() if line.startswith("- ")]
    _, _, section = CARD.read_text(encoding="utf-8").partition("## What it has no words for")
    assert "`bildtext labels compile --model mini-clip`" in section
    assert [line for line in section.splitlines() if line.startswith("- ")] == printed
    assert (tmp_path / "bundle" / "label_vectors.npz").read_bytes()[:4] == b"PK\x03\x04"


def test_the_committed_vectors_give_the_same_list(tmp_path: Path) -> None:
    label_set = load_labels()
    lines = list(left_out_lines(label_set, Bundle.open(BUNDLE).label_vectors(label_set)))
    assert lines[0].startswith("- `category` (77 of 114): crop-top, tunic, ")
    assert lines[1].startswith('- `category`, 7 of 7 `none` prompts: "a photo of an empty room", ')
    assert lines[1].endswith("; it takes one of its labels whatever a photo shows")
    assert all(line in CARD.read_text(encoding="utf-8") for line in lines)


def test_lost_wordings_of_labels_with_others_are_counted(tmp_path: Path) -> None:
    shutil.copytree(BUNDLE, tmp_path / "bundle")
    (tmp_path / "labels.yaml").write_text(
        """version: 1
facets:
  - id: kind
    name: {de: Art, en: Kind}
    choose: one
    prompts: ["a photo of the {label}", "a xylograph of the {label}"]
    none: ["a photo of a plain shirt", "a xylograph"]
    threshold: 0.4
    labels:
      - {id: dress, name: {de: Kleid, en: Dress}}
      - {id: hat, name: {de: Hut, en: Hat}}
""",
        encoding="utf-8",
    )
    command = ["compile", str(tmp_path / "labels.yaml"), "--model", str(tmp_path / "bundle")]
    done = CliRunner().invoke(labels, command, catch_exceptions=False)
    assert done.stderr.splitlines()[1:] == [
        '- `kind`, 1 of 2 `none` prompts: "a xylograph"',
        "- `kind`, 2 wordings of labels that keep others",
    ]
