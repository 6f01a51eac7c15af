"""Loads the tokenizer of a Hugging Face folder, which must be fast, have a vocabulary and fit the model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer, normalizers
from transformers import AutoTokenizer

from bildtext.errors import BundleError
from bildtext.hugging_face.folder import NO_REMOTE_CODE, load_errors

_ANY_TEXT: Final = "a photo of a dress"
# Each of these is enough for a tokenizer; without any, transformers creates an empty one.
_FILES: Final = (("tokenizer.json",), ("vocab.json", "merges.txt"), ("vocab.txt",), ("*.model",))


def load_tokenizer(folder: Path, rows: int) -> Any:
    """transformers' tokenizer of the folder, with a fast `backend_tokenizer`; the model knows `rows` tokens. Raises
    BundleError: no files, unreadable files, no fast tokenizer, no vocabulary, or a token beyond `rows`."""
    if not any(all(any(folder.glob(name)) for name in names) for names in _FILES):
        raise BundleError(
            f"{folder} has no tokenizer files (tokenizer.json), so no text could be read; "
            "add those of the model's repository, or save its tokenizer into the folder with save_pretrained."
        )
    with load_errors(folder, "tokenizer"):
        wrapper = AutoTokenizer.from_pretrained(folder, **NO_REMOTE_CODE)
        backend = getattr(wrapper, "backend_tokenizer", None)
        if backend is None:
            raise BundleError(f"{folder} has no fast tokenizer (tokenizer.json); save one with transformers first.")
        vocabulary = backend.get_vocab(with_added_tokens=True)
        added = {token.content for token in backend.get_added_tokens_decoder().values()}
    if not vocabulary.keys() - added:
        raise BundleError(
            f"The tokenizer of {folder} has an empty vocabulary; add the tokenizer files of the model's repository."
        )
    highest = max(vocabulary, key=lambda token: vocabulary[token])
    if vocabulary[highest] >= rows:
        raise BundleError(
            f"The tokenizer of {folder} has tokens that the model does not know ({highest!r} is number "
            f"{vocabulary[highest]}, the model has {rows}); take the tokenizer files of the model's own repository."
        )
    return wrapper


def text_tokenizer(folder: Path, config: Any, context_length: int) -> tuple[str, bool]:
    """An image-text model's tokenizer.json, with truncation at `context_length` and padding as in training.

    The second value is whether the model gets the attention mask. SigLIP's published tokenizers omit it: the model was
    trained on texts padded to full length and attends to the padding. It was also trained on text in lower case, as was
    SigLIP 2 ("transforming the text to lower case before tokenization", Tschannen et al. 2025, section 2.1), whose
    published tokenizers do not do that; this one does. Raises BundleError as `load_tokenizer` does.
    """
    siglip = config.model_type.startswith("siglip")
    wrapper = load_tokenizer(folder, int(config.text_config.vocab_size))
    if siglip and wrapper.pad_token_id is None:
        raise BundleError(
            f"The tokenizer of {folder} names no pad_token, which SigLIP's texts are filled with; "
            "add the tokenizer_config.json of the model's repository."
        )
    backend = wrapper.backend_tokenizer
    if siglip:
        in_lower_case(backend)
    backend.enable_truncation(context_length)
    backend.enable_padding(
        direction=wrapper.padding_side,
        pad_id=wrapper.pad_token_id or 0,
        pad_token=wrapper.pad_token or "",
        length=context_length if siglip else None,
    )
    _check_pooled_token(folder, config, backend)
    return str(backend.to_str()), "attention_mask" in wrapper.model_input_names


def in_lower_case(backend: Tokenizer) -> None:
    """Make a fast tokenizer lower-case every text first, in place."""
    if backend.normalizer is None:
        backend.normalizer = normalizers.Lowercase()
    elif '"Lowercase"' not in json.dumps(json.loads(backend.to_str())["normalizer"]):
        backend.normalizer = normalizers.Sequence([normalizers.Lowercase(), backend.normalizer])


_OLD_CLIP_END: Final = 2  # in CLIP configurations from before 2023; there the highest token is the end


def _check_pooled_token(folder: Path, config: Any, backend: Tokenizer) -> None:
    """CLIP reads a text's vector at the end token, a BERT-like tower at the first: both must be special tokens.

    Without an end token, transformers reads CLIP's vector at the first token, which is the same for all texts.
    """
    if config.model_type.startswith("siglip"):
        return  # read at the last of a fixed number of tokens
    text = config.text_config
    short, long = (backend.encode(sample) for sample in (_ANY_TEXT, " ".join([_ANY_TEXT] * 100)))
    for encoding in (short, long):
        ids = encoding.ids
        if text.model_type not in ("clip", "clip_text_model"):
            expected, found, place = "special token", bool(encoding.special_tokens_mask[0]), "first"
        elif text.eos_token_id == _OLD_CLIP_END:
            expected, found, place = "end token", max(ids) == ids[_last(encoding)], "last"
        else:
            expected, found, place = f"end token {text.eos_token_id}", text.eos_token_id == ids[_last(encoding)], "last"
        if not found:
            raise BundleError(
                f"The tokenizer of {folder} does not put the {expected} {place}, "
                "where the model reads a text's vector; take the tokenizer files of the model's own repository."
            )


def _last(encoding: Any) -> int:
    """The position of the last token that is not padding."""
    return int(max(index for index, attended in enumerate(encoding.attention_mask) if attended))
