"""Finds the words of a text that a tokenizer does not know."""

from __future__ import annotations

from tokenizers import Tokenizer


def unknown_words(tokenizer: Tokenizer, text: str) -> tuple[str, ...]:
    """The words of `text` that become the tokenizer's unknown token; byte-level tokenizers know every word."""
    unknown = getattr(tokenizer.model, "unk_token", None)
    encoding = tokenizer.encode(text, add_special_tokens=False)
    spans = [span for token, span in zip(encoding.tokens, encoding.offsets, strict=True) if token == unknown]
    return tuple(text[start:end] for start, end in spans)
