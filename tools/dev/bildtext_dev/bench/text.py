"""`bildtext bench text`: seconds for a language model's complete answer, compared with transformers and llama.cpp."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any, Protocol

from bildtext.language_models import Message, Sampling
from bildtext.language_models.bundle import open_language_model
from bildtext.processor import this_processor
from bildtext_dev.bench.language_model import END, FIRST_WORD, TURN, BenchText, bench_text_model
from bildtext_dev.bench.measure import Goal, Report, Role, Row
from bildtext_dev.bench.products import Precision, bytes_per_second, limit_name, peak
from bildtext_dev.bench.repetitions import Repetitions

# In tokens; four fifths of the writer's prompt are the same for all articles of a shop.
PROMPT, SHARED, ANSWER = 600, 480, 220
OURS, TORCH, LLAMA = "ours int4", "transformers", "llama.cpp Q4_0"
_PREFIX_CACHE = ", prefix cache"
_MAX_REPETITIONS = 3  # each takes minutes


class Implementation(Protocol):
    """Continues token ids greedily by an exact number of tokens."""

    def seconds(self, prompt: Sequence[int], tokens: int) -> float: ...


class Ours:
    """The bundle as the local writer uses it: a message in, pieces of text out."""

    def __init__(self, model: BenchText) -> None:
        self._model = open_language_model(model.bundle)

    def seconds(self, prompt: Sequence[int], tokens: int) -> float:
        content = " ".join(f"w{token}" for token in prompt[1:-2])  # without the tokens that the chat template adds
        started = time.perf_counter()
        ended = self._model.answer([Message("user", content)], Sampling(tokens), lambda _: True)
        took = time.perf_counter() - started
        if ended != "limit":
            raise RuntimeError(f"the answer ended before {tokens} tokens; take another seed")
        return took


class Transformers:
    """generate() as documented, in bf16 if this CPU has it, else in fp32."""

    def __init__(self, model: BenchText) -> None:
        import torch
        from transformers import AutoModelForCausalLM

        self._torch = torch
        dtype = torch.bfloat16 if this_processor().has("bf16") else torch.float32
        loaded: Any = AutoModelForCausalLM.from_pretrained(model.weights, dtype=dtype)
        self._model = loaded.eval()

    def seconds(self, prompt: Sequence[int], tokens: int) -> float:
        ids = self._torch.tensor([list(prompt)])
        started = time.perf_counter()
        with self._torch.inference_mode():
            self._model.generate(
                input_ids=ids,
                attention_mask=self._torch.ones_like(ids),
                max_new_tokens=tokens,
                min_new_tokens=tokens,
                do_sample=False,
            )
        return time.perf_counter() - started


class Prompts:
    """Prompts of random words: all different, or with a common prefix."""

    def __init__(self, words: int, length: int, shared: int) -> None:
        self._random, self._words, self._length = Random(0), words, length  # noqa: S311 - not a secret
        self._beginning = self._some(shared)

    def different(self) -> list[int]:
        return [TURN, *self._some(self._length - 3), END, TURN]

    def alike(self) -> list[int]:
        return [TURN, *self._beginning, *self._some(self._length - 3 - len(self._beginning)), END, TURN]

    def _some(self, count: int) -> list[int]:
        return [self._random.randrange(FIRST_WORD, self._words) for _ in range(count)]


def bench_text(
    repetitions: Repetitions,
    text_model: BenchText | None = None,
    lengths: tuple[int, int, int] = (PROMPT, SHARED, ANSWER),
) -> Report:
    """Measure complete answers and prompts alone; `lengths` are those of prompt, common prefix and answer."""
    made = text_model or bench_text_model()
    models: dict[str, Implementation] = {OURS: Ours(made), TORCH: Transformers(made)}
    if made.gguf is not None:
        from bildtext_dev.bench.llama_baseline import LlamaCpp

        models[LLAMA] = LlamaCpp(made.gguf)
    prompts = Prompts(made.shape.words, lengths[0], lengths[1])
    flop = 2.0 * made.shape.matrices()
    product = peak(_product(), made.shape.products())
    took = repetitions.interleaved(
        {
            **_measurements(models, prompts, lengths[2]),
            "product": lambda: product() / flop,
            "reading": lambda: bytes_per_second() / (made.bundle / "openvino_model.bin").stat().st_size,
        },
        at_most=_MAX_REPETITIONS,
    )
    rows = _rows(took, lengths)
    return Report(
        "text", f"text: a prompt of {lengths[0]} tokens → an answer of {lengths[2]}", rows, _goals(took), _notes(made)
    )


def _product() -> Precision:
    """Return the precision of prompts in int4 bundles: 8 bits if the CPU has VNNI, else that of all computation."""
    return "int8" if this_processor().has("VNNI") else this_processor().computes_in("int4")


def _measurements(
    models: Mapping[str, Implementation], prompts: Prompts, answer: int
) -> dict[str, Callable[[], float]]:
    """Return measurements of seconds: "answer" for all tokens, "prompt" for the first; also with a prefix cache."""
    found: dict[str, Callable[[], float]] = {}
    for name, model in models.items():
        model.seconds(prompts.different(), 2)  # warm up
        for what, tokens in (("prompt", 1), ("answer", answer)):
            found[f"{what} {name}"] = partial(_uncached, model, prompts, tokens)
            if name != TORCH:
                found[f"{what} {name}{_PREFIX_CACHE}"] = partial(_after_another, model, prompts, tokens)
    return found


def _uncached(model: Implementation, prompts: Prompts, tokens: int) -> float:
    return model.seconds(prompts.different(), tokens)


def _after_another(model: Implementation, prompts: Prompts, tokens: int) -> float:
    """Measure the second of two prompts with a common prefix."""
    model.seconds(prompts.alike(), 1)
    return model.seconds(prompts.alike(), tokens)


def _rows(took: Mapping[str, float], lengths: tuple[int, int, int]) -> tuple[Row, ...]:
    prompt, _, answer = lengths
    names = [name.removeprefix("answer ") for name in took if name.startswith("answer ")]

    def role(name: str) -> Role:
        return "ours" if name.startswith(OURS) else "baseline"

    rows = [Row("complete answer", name, role(name), took[f"answer {name}"], "s") for name in names]
    uncached = [name for name in names if not name.endswith(_PREFIX_CACHE)]
    rows += [Row("prompt", name, role(name), prompt / took[f"prompt {name}"], "tokens/s") for name in uncached]
    rows.append(Row("prompt", limit_name(_product()), "limit", took["product"], "tokens/s"))
    for name in uncached:
        seconds = took[f"answer {name}"] - took[f"prompt {name}"]
        rows.append(Row("answer", name, role(name), (answer - 1) / seconds, "tokens/s"))
    rows.append(Row("answer", "reading ours' weights once a token", "limit", took["reading"], "tokens/s"))
    return tuple(rows)


def _goals(took: Mapping[str, float]) -> tuple[Goal, ...]:
    ours = took[f"answer {OURS}{_PREFIX_CACHE}"]
    goals = [Goal(f"complete answer, {TORCH} ÷ ours", took[f"answer {TORCH}"] / ours, 2.3)]
    goals += [
        Goal(f"complete answer, {name} ÷ ours", took[f"answer {name}"] / ours, 1)
        for name in (LLAMA, f"{LLAMA}{_PREFIX_CACHE}")
        if f"answer {name}" in took
    ]
    return tuple(goals)


def _notes(model: BenchText) -> tuple[str, ...]:
    shape = model.shape
    notes = [
        (
            f"Random weights of the shape {shape.name} ({shape.parameters() / 1e9:.2f}·10⁹ parameters) and words: "
            "speed depends only on the shape. Greedy; every answer has its full length. "
            f"transformers computes in {'bf16' if this_processor().has('bf16') else 'fp32'}."
        ),
        (
            "Prefix cache: the common prefix of the prompts is cached from the previous article. llama.cpp caches "
            "the last prompt, ours every one that fits into 1 GB; transformers' generate() reads all of every prompt."
        ),
    ]
    if model.gguf is None:
        notes.append("llama.cpp is not measured: llama-cpp-python and gguf are not installed here.")
    return tuple(notes)
