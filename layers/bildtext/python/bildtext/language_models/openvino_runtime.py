"""A language model on OpenVINO GenAI, for Lambda and laptops. No torch, no transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import openvino_genai as genai

from bildtext.language_models import FinishReason, Message, Sampling, runtime_errors, template_messages
from bildtext.processor import this_processor

if TYPE_CHECKING:
    from bildtext.language_models.manifest import LanguageModelManifest

# GB for keys and values of the current conversation and the prefix cache: at eight bits 70,000 tokens of a model with
# 1.5 billion parameters.
_CACHE_GB = 1


class OpenVinoLanguageModel:
    """An exported causal model, or the language model of an exported image-text model."""

    keeps_grammars = True

    def __init__(self, folder: Path, manifest: LanguageModelManifest) -> None:
        self.name = manifest.name
        self._reserved = manifest.reserved
        self._pipeline = _pipeline(folder, manifest)
        self._lock = Lock()

    def answer(
        self, messages: Sequence[Message], sampling: Sampling, keep_going: Callable[[str], bool]
    ) -> FinishReason:
        """See LanguageModel. Threads may share the model; their calls run one at a time."""
        history = genai.ChatHistory(template_messages(messages, self._reserved))
        history.set_extra_context({"enable_thinking": False})  # ignored by templates without thinking
        stopped = False

        def streamer(piece: str) -> Any:
            nonlocal stopped
            stopped = stopped or not keep_going(piece)
            return genai.StreamingStatus.STOP if stopped else genai.StreamingStatus.RUNNING

        with self._lock, runtime_errors(self.name):
            result = self._pipeline.generate(
                history, generation_config=_configuration(self._pipeline, sampling), streamer=streamer
            )
        if stopped:
            return "stopped"
        return "limit" if result.finish_reasons[0] == genai.GenerationFinishReason.LENGTH else "end"


def _pipeline(folder: Path, manifest: LanguageModelManifest) -> Any:
    scheduler = genai.SchedulerConfig()
    scheduler.enable_prefix_caching = True
    scheduler.cache_size = _CACHE_GB
    settings: dict[str, Any] = {
        "scheduler_config": scheduler,
        "INFERENCE_PRECISION_HINT": this_processor().computes_in(manifest.precision),
    }
    if manifest.precision == "fp32":  # others have an 8-bit cache
        settings["KV_CACHE_PRECISION"] = "f32"
    if not this_processor().has("VNNI"):  # OpenVINO tries it even if oneDNN is restricted, and fails
        settings["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = "0"
    elif manifest.precision == "int4":  # the group size of the weights: a fifth faster
        settings["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = "128"
    pipeline = genai.VLMPipeline if manifest.kind == "image-text" else genai.LLMPipeline
    return pipeline(folder, "CPU", **settings)


def _configuration(pipeline: Any, sampling: Sampling) -> Any:
    """The model's own end tokens, but none of its penalties, because texts should repeat words of the data."""
    configuration = pipeline.get_generation_config()
    configuration.max_new_tokens = sampling.max_new_tokens
    configuration.do_sample = sampling.temperature > 0
    configuration.repetition_penalty = 1.0
    configuration.presence_penalty = 0.0
    configuration.frequency_penalty = 0.0
    if configuration.do_sample:
        configuration.temperature = sampling.temperature
        configuration.rng_seed = sampling.seed
    if sampling.grammar:
        configuration.structured_output_config = genai.StructuredOutputConfig(grammar=sampling.grammar)
    return configuration
