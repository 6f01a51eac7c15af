"""Which Hugging Face folders are read as captioners, and which are refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from transformers import BlipTextConfig

from bildtext.errors import BundleError
from bildtext_cli.models.captioners.models import load_caption_model
from tests.models.tiny_captioners import ARCHITECTURES, save_tiny

pytestmark = pytest.mark.torch


def test_the_published_settings_of_blip_give_its_start_and_end(tmp_path: Path) -> None:
    """The ids are those of Salesforce/blip-image-captioning-base: [DEC] 30522 starts, [SEP] 102 ends, [PAD] 0 pads;
    at most 20 tokens follow the start."""
    config = BlipTextConfig()
    assert (config.bos_token_id, config.sep_token_id, config.pad_token_id) == (30522, 102, 0)
    source = save_tiny("BlipForConditionalGeneration", tmp_path / "model")
    ending = load_caption_model(source).ending
    text = json.loads((source / "config.json").read_text())["text_config"]
    assert (ending.start, ending.ends, ending.pad, ending.max_length) == (
        text["bos_token_id"],
        (text["sep_token_id"],),
        text["pad_token_id"],
        21,
    )


@pytest.mark.parametrize("setting", [{"repetition_penalty": 1.3}, {"no_repeat_ngram_size": 2}, {"min_length": 5}])
def test_a_model_whose_settings_change_the_choice_of_words_is_refused(setting: dict[str, Any], tmp_path: Path) -> None:
    source = save_tiny("VisionEncoderDecoderModel", tmp_path / "model", 0, **setting)
    with pytest.raises(BundleError, match=next(iter(setting))):
        load_caption_model(source)


def test_only_safetensors_are_read(tmp_path: Path) -> None:
    source = save_tiny(ARCHITECTURES[1], tmp_path / "pickled")
    (source / "model.safetensors").rename(source / "pytorch_model.bin")
    with pytest.raises(BundleError, match="no safetensors"):
        load_caption_model(source)


@pytest.mark.parametrize("config", [{"model_type": "bert"}, {"model_type": "git"}])
def test_another_architecture_is_refused_by_name(config: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(json.dumps(config))
    with pytest.raises(BundleError, match=f"{config['model_type']}.* model; supported are blip, "):
        load_caption_model(tmp_path)


def test_a_folder_without_a_captioning_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no config\.json"):
        load_caption_model(tmp_path)
