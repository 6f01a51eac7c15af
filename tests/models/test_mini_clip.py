"""The committed demo weights: transformers loads the trained model, and it recognises the committed sample photos."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="torch is not installed; `make test` installs it")

from bildtext.labels import load_labels
from bildtext_cli.checkout import SAMPLES as FOLDER
from bildtext_dev.train import captions, figures, network
from bildtext_dev.train.samples import SAMPLES

pytestmark = pytest.mark.torch
WEIGHTS = Path(__file__).parents[2] / "layers" / "models" / "mini-clip" / "weights"
LABELS = load_labels()


Answers = dict[str, list[list[str]]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    """Facet → the three best answers for each sample photo, best first."""
    model, tokenizer = network.load(WEIGHTS)
    vectors = figures.encode(model, figures.photo_pixels([FOLDER / sample.name for sample in SAMPLES], "crop"))
    found = {}
    for question in captions.questions(LABELS, captions.vocabulary(LABELS)):
        order = (vectors @ figures.answer_vectors(model, tokenizer, question).T).argsort(axis=1)[:, ::-1]
        found[question.facet] = [[question.answers[index] for index in row[:3]] for row in order]
    return found


def test_the_weights_are_small_and_only_safetensors() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 7_500_000
    assert {path.suffix for path in WEIGHTS.iterdir()} <= {".json", ".safetensors"}


def test_the_vocabulary_is_exactly_the_trained_words() -> None:
    _, tokenizer = network.load(WEIGHTS)
    assert set(tokenizer.get_vocab()) == set(captions.vocabulary(LABELS)) | {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}


def test_image_vectors_have_unit_length_and_do_not_depend_on_the_batch() -> None:
    model, _ = network.load(WEIGHTS)
    pixels = figures.photo_pixels([FOLDER / sample.name for sample in SAMPLES[:4]], "crop")
    together, alone = (
        figures.encode(model, pixels),
        np.concatenate([figures.encode(model, one[None]) for one in pixels]),
    )
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.abs(together - alone).max() < 1e-4


def test_transformers_own_forward_pass_gives_the_same_cosines() -> None:
    import torch

    from bildtext_dev.train.views import normalised

    model, tokenizer = network.load(WEIGHTS)
    pixels = normalised(torch.from_numpy(figures.photo_pixels([FOLDER / SAMPLES[0].name], "crop")))
    batch = tokenizer(["a photo of the t-shirt", "a photo of the coat"], padding=True, return_tensors="pt")
    with torch.no_grad():
        logits = model(
            pixel_values=pixels, input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]
        ).logits_per_image
        ours = (
            model.logit_scale.exp()
            * network.image_vectors(model, pixels)
            @ network.text_vectors(model, tokenizer, ["a photo of the t-shirt", "a photo of the coat"]).T
        )
    assert torch.allclose(logits, ours, atol=1e-4)


def test_the_category_of_most_samples_is_recognised(answers: Answers) -> None:
    assert sum(found[0] == sample.category for found, sample in zip(answers["category"], SAMPLES, strict=True)) >= 10


def test_the_colour_of_most_samples_is_among_the_three_it_may_state(answers: Answers) -> None:
    assert sum(sample.colour in found for found, sample in zip(answers["colour"], SAMPLES, strict=True)) >= 10


def test_patterns_are_distinguished_on_the_samples(answers: Answers) -> None:
    assert sum(found[0] == sample.pattern for found, sample in zip(answers["pattern"], SAMPLES, strict=True)) >= 9
