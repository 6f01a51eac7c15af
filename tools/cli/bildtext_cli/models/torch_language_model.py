"""A language model on torch, which needs transformers; also the reference that exports are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForImageTextToText,
    GenerationConfig,
    StoppingCriteria,
    StoppingCriteriaList,
    TextStreamer,
)

from bildtext.hugging_face.tokenizer import load_tokenizer
from bildtext.hugging_face.weights import load_model
from bildtext.language_models import FinishReason, Message, Sampling, runtime_errors, template_messages
from bildtext.processor import this_processor

if TYPE_CHECKING:
    from bildtext.language_models.manifest import LanguageModelManifest


class TorchLanguageModel:
    """A Hugging Face folder loaded with transformers, on a GPU if available; only safetensors, and no custom code."""

    keeps_grammars = False

    def __init__(self, folder: Path, manifest: LanguageModelManifest) -> None:
        self.name = manifest.name
        self._reserved = manifest.reserved
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        loads = AutoModelForImageTextToText if manifest.kind == "image-text" else AutoModelForCausalLM
        model = load_model(loads, folder, may_rename=False, dtype=_computed(manifest.precision)).model
        self._tokenizer: Any = load_tokenizer(folder, int(model.config.get_text_config().vocab_size))
        self._model = model.to(self._device)

    @torch.inference_mode()
    def answer(
        self, messages: Sequence[Message], sampling: Sampling, keep_going: Callable[[str], bool]
    ) -> FinishReason:
        """See LanguageModel; no state is kept between conversations."""
        asked = self._tokenizer.apply_chat_template(
            template_messages(messages, self._reserved),
            add_generation_prompt=True,
            enable_thinking=False,  # ignored by templates without thinking
            return_dict=True,
            return_tensors="pt",
        ).to(self._device)
        listener = _Listener(self._tokenizer, keep_going)
        with torch.random.fork_rng(), runtime_errors(self.name):
            torch.manual_seed(sampling.seed)
            tokens = self._model.generate(
                **asked,
                generation_config=self._configuration(sampling),
                streamer=listener,
                stopping_criteria=StoppingCriteriaList([_WhenStopped(listener)]),
            )
        if listener.stopped:
            return "stopped"
        return "end" if int(tokens[0, -1]) in self._ends() else "limit"

    def _configuration(self, sampling: Sampling) -> Any:
        """Use the model's own end tokens, but none of its penalties: repeating the words of the data is intended."""
        drawn = {"do_sample": True, "temperature": sampling.temperature} if sampling.temperature > 0 else {}
        return GenerationConfig(
            max_new_tokens=sampling.max_new_tokens,
            eos_token_id=self._ends(),
            pad_token_id=self._tokenizer.pad_token_id,
            **drawn,
        )

    def _ends(self) -> list[int]:
        ends = self._model.generation_config.eos_token_id
        return [self._tokenizer.eos_token_id] if ends is None else [ends] if isinstance(ends, int) else list(ends)


def _computed(precision: str) -> torch.dtype:
    """Return bf16 where it is native: on all supported GPUs and some CPUs."""
    if torch.cuda.is_available() and precision != "fp32":
        return torch.bfloat16
    return torch.bfloat16 if this_processor().computes_in(precision) == "bf16" else torch.float32


class _Listener(TextStreamer):  # type: ignore[misc] # transformers is not typed here
    """Passes the answer on word by word, and records when the receiver stops it."""

    def __init__(self, tokenizer: Any, keep_going: Callable[[str], bool]) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self.stopped = False
        self._keep_going = keep_going

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:  # noqa: ARG002 - the base class's signature
        if text and not self.stopped:
            self.stopped = not self._keep_going(text)


class _WhenStopped(StoppingCriteria):  # type: ignore[misc] # transformers is not typed here
    def __init__(self, listener: _Listener) -> None:
        self._listener = listener

    def __call__(self, input_ids: torch.Tensor, scores: Any, **_: Any) -> torch.Tensor:  # noqa: ARG002 - see above
        return torch.full((input_ids.shape[0],), self._listener.stopped, device=input_ids.device)
