"""A language model's bundle: the folder that `bildtext models export` writes for presets of the task "text".

bundle.json            facts (below), and the sha256 of every other file
openvino_*.xml/.bin    the exported model with its tokenizer, as OpenVINO GenAI opens them, beside its configuration
weights/…              instead of those for a torch bundle: the Hugging Face folder itself
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bildtext.errors import BundleError
from bildtext.language_models import LanguageModel, first_line
from bildtext.sealed import SealedFacts, check_files, read_facts

WEIGHTS = "weights"

TextPrecision = Literal["fp32", "fp16", "int8", "int4"]


class TextFacts(SealedFacts):
    """The content of bundle.json. An image-text model is used for its text only.

    `reserved` are the strings that the tokenizer reads as control tokens: they are taken out of every message.
    """

    task: Literal["text"] = "text"
    architecture: str
    kind: Literal["causal", "image-text"]
    runtime: Literal["openvino", "torch"]
    precision: TextPrecision
    context_length: int
    reserved: tuple[str, ...]

    @property
    def name(self) -> str:
        """Preset, revision and precision: what a description says wrote it."""
        return f"{self.preset}@{self.revision[:12]}/{self.precision}"


def open_language_model(folder: Path) -> LanguageModel:
    """Check every file of the bundle, then load the model on the runtime that it was exported for.

    Raises:
        BundleError: no bundle, one of another task, a file that is damaged, or a runtime that is not installed.
    """
    facts = read_facts(folder, TextFacts)
    check_files(folder, facts)
    try:
        if facts.runtime == "torch":
            from bildtext.language_models.torch_runtime import TorchLanguageModel

            return TorchLanguageModel(folder / WEIGHTS, facts)
        from bildtext.language_models.openvino_runtime import OpenVinoLanguageModel

        return OpenVinoLanguageModel(folder, facts)
    except ImportError as error:
        raise BundleError(f"{folder} needs {error.name}, which is not installed here; run `make dev`.") from error
    except RuntimeError as error:  # what GenAI and torch raise for a model that they cannot build
        raise BundleError(f"{folder} cannot be loaded: {first_line(error)}") from error
