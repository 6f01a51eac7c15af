"""A language model on OpenVINO GenAI: what runs inside Lambda and on a laptop. No torch, no transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import openvino_genai as genai

from bildtext.language_models import Ended, Message, Sampling, failures_named, plain
from bildtext.processor import this_processor

if TYPE_CHECKING:
    from bildtext.language_models.manifest import LanguageModelManifest

# GB of keys and values that are kept. It holds the conversation at hand and what earlier ones began with: at eight bits
# 70,000 tokens of a model of 1.5 billion parameters.
_CACHE_GB = 1


class OpenVinoLanguageModel:
    """An exported causal model, or the text half of an exported image-text model.

    Keys and values are kept in blocks that conversations share, so what they begin with alike is computed once.
    """

    def __init__(self, folder: Path, manifest: LanguageModelManifest) -> None:
        self.name = manifest.name
        self._reserved = manifest.reserved
        self._pipeline = _pipeline(folder, manifest)
        self._turn = Lock()

    def answer(self, messages: Sequence[Message], sampling: Sampling, goes_on: Callable[[str], bool]) -> Ended:
        """As a LanguageModel promises. Threads that share the model wait for each other."""
        history = genai.ChatHistory(plain(messages, self._reserved))
        history.set_extra_context({"enable_thinking": False})  # templates that know no thinking do not ask for it
        stopped = False

        def heard(piece: str) -> Any:
            nonlocal stopped
            stopped = stopped or not goes_on(piece)
            return genai.StreamingStatus.STOP if stopped else genai.StreamingStatus.RUNNING

        with self._turn, failures_named(self.name):
            result = self._pipeline.generate(
                history, generation_config=_configuration(self._pipeline, sampling), streamer=heard
            )
        if stopped:
            return "stopped"
        return "limit" if result.finish_reasons[0] == genai.GenerationFinishReason.LENGTH else "itself"


def _pipeline(folder: Path, manifest: LanguageModelManifest) -> Any:
    scheduler = genai.SchedulerConfig()
    scheduler.enable_prefix_caching = True
    scheduler.cache_size = _CACHE_GB
    settings: dict[str, Any] = {
        "scheduler_config": scheduler,
        "INFERENCE_PRECISION_HINT": this_processor().computes_in(manifest.precision),
    }
    if manifest.precision == "fp32":  # others keep what they have read at eight bits
        settings["KV_CACHE_PRECISION"] = "f32"
    if not this_processor().has("VNNI"):  # what OpenVINO tries all the same where oneDNN is restricted, and fails
        settings["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = "0"
    elif manifest.precision == "int4":  # activations share a scale as many at a time as the weights do: a fifth faster
        settings["DYNAMIC_QUANTIZATION_GROUP_SIZE"] = "128"
    opens = genai.VLMPipeline if manifest.kind == "image-text" else genai.LLMPipeline
    return opens(folder, "CPU", **settings)


def _configuration(pipeline: Any, sampling: Sampling) -> Any:
    """The model's own ends of a turn, but none of its penalties: repeating the data's words is what is wanted."""
    configuration = pipeline.get_generation_config()
    configuration.max_new_tokens = sampling.max_new_tokens
    configuration.do_sample = sampling.temperature > 0
    configuration.repetition_penalty = 1.0
    configuration.presence_penalty = 0.0
    configuration.frequency_penalty = 0.0
    if configuration.do_sample:
        configuration.temperature = sampling.temperature
        configuration.rng_seed = sampling.seed
    return configuration
