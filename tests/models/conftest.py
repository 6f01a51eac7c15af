"""Tiny models of each supported class, with random weights, saved as Hugging Face folders."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from string import ascii_lowercase

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers  # noqa: E402
from transformers import (  # noqa: E402
    BertConfig,
    CLIPConfig,
    CLIPModel,
    ConvNextConfig,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Siglip2Config,
    Siglip2Model,
    Siglip2Tokenizer,
    SiglipConfig,
    SiglipModel,
    VisionTextDualEncoderConfig,
    VisionTextDualEncoderModel,
)

SIZE, PATCH = 32, 8
WORDS = ["a", "photo", "of", "the", "red", "blue", "green", "t-shirt", "dress", "shoe", "hat", "this", "is", "."]
_LAYERS = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
VISION = {**_LAYERS, "image_size": SIZE, "patch_size": PATCH}
_TEXT = {**_LAYERS, "vocab_size": 32, "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}
CLIP_COLOURS = {"image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711]}
HALF_COLOURS = {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}


def _clip() -> PreTrainedModel:
    text = {**_TEXT, "max_position_embeddings": 20}
    return CLIPModel(CLIPConfig(text_config=text, vision_config=VISION, projection_dim=24))


def _siglip() -> PreTrainedModel:
    text = {**_TEXT, "max_position_embeddings": 64, "projection_size": 32}
    return SiglipModel(SiglipConfig(text_config=text, vision_config=VISION))


def _siglip2() -> PreTrainedModel:
    text = {**_TEXT, "max_position_embeddings": 64, "projection_size": 32, "vocab_size": _PIECES}
    return Siglip2Model(
        Siglip2Config(
            text_config=text, vision_config={**_LAYERS, "patch_size": PATCH, "num_patches": (SIZE // PATCH) ** 2}
        )
    )


def _dual_encoder_with_cnn() -> PreTrainedModel:
    vision = ConvNextConfig(hidden_sizes=[8, 16], depths=[1, 1], num_stages=2, hidden_size=16)
    text = BertConfig(**{**_TEXT, "max_position_embeddings": 20})
    config = VisionTextDualEncoderConfig.from_vision_text_configs(vision, text, projection_dim=24)
    return VisionTextDualEncoderModel(config)


TINY: dict[str, Callable[[], PreTrainedModel]] = {
    "CLIPModel": _clip,
    "SiglipModel": _siglip,
    "Siglip2Model": _siglip2,
    "VisionTextDualEncoderModel": _dual_encoder_with_cnn,
}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Class name → folder of a tiny model, created once per session."""
    made: dict[str, Path] = {}

    def folder(architecture: str) -> Path:
        if architecture not in made:
            made[architecture] = _save(architecture, tmp_path_factory.mktemp(architecture))
        return made[architecture]

    return folder


def _save(architecture: str, folder: Path) -> Path:
    torch.manual_seed(11)
    model = TINY[architecture]().eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() > 1:  # spread the vectors, so that a wrong order or scale cannot pass unseen
                parameter.normal_(std=0.3)
    model.save_pretrained(folder)
    tokenizer = _pieces() if architecture == "Siglip2Model" else _tokenizer(masks=architecture != "SiglipModel")
    tokenizer.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(_preprocessor(architecture)))
    return folder


def _tokenizer(masks: bool) -> PreTrainedTokenizerFast:
    """SigLIP's published tokenizers give no attention mask, CLIP's and BERT's do."""
    vocabulary = {token: at for at, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_input_names=["input_ids", "attention_mask"] if masks else ["input_ids"],
    )


def _pieces() -> Siglip2Tokenizer:
    """A word-piece tokenizer like Gemma's, which transformers uses for SigLIP 2."""
    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    trained = Tokenizer(models.BPE(unk_token="<unk>"))
    trainer = trainers.BpeTrainer(
        vocab_size=_PIECES, special_tokens=special, initial_alphabet=[*ascii_lowercase, "▁"], show_progress=False
    )
    trained.train_from_iterator([f"{word}▁" for word in WORDS], trainer)
    model = json.loads(trained.to_str())["model"]
    merges = [tuple(pair) for pair in model["merges"]]
    return Siglip2Tokenizer(vocab=model["vocab"], merges=merges, padding_side="right", model_input_names=["input_ids"])


_PIECES = 60


def _preprocessor(architecture: str) -> dict[str, object]:
    square = {"height": SIZE, "width": SIZE}
    if architecture.startswith("Siglip"):
        name = "Siglip2ImageProcessor" if architecture == "Siglip2Model" else "SiglipImageProcessor"
        grid = {"patch_size": PATCH, "max_num_patches": (SIZE // PATCH) ** 2} if architecture == "Siglip2Model" else {}
        return {"image_processor_type": name, "size": square, "resample": 2, **HALF_COLOURS, **grid}
    return {
        "image_processor_type": "CLIPImageProcessor",
        "size": {"shortest_edge": SIZE},
        "crop_size": square,
        "do_center_crop": True,
        "resample": 3,
        **CLIP_COLOURS,
    }
