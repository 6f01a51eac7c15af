"""`bildtext describe`: describe product data from files with the function's own code."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click

from bildtext.api_models import MAX_WORDS
from bildtext_cli.article_lines import LISTS
from bildtext_cli.article_text import DATA, order_of, text_of
from bildtext_cli.articles_file import described_file
from bildtext_cli.option_types import EXISTING_FILE, FILE
from bildtext_cli.show_description import show
from description.describe import Describer, describe
from description.description_request import DescriptionRequest
from description.evidence import Evidence, PhotoContext, PhotoTag
from description.language.text import count_words
from description.result import Description
from description.style_guide import StyleGuide
from description.wiring import make_writer
from description.writers import Writer

_SECONDS = 120.0


@click.command("describe")
@click.option(
    "--data",
    required=True,
    type=DATA,
    help="Text or JSON of one article, or a .csv or .jsonl of many; - for standard input.",
)
@click.option(
    "--example", "examples", multiple=True, type=EXISTING_FILE, help="An example text in your style; can be repeated."
)
@click.option("--prompt", default="", help="Instructions in one sentence, e.g. 'höchstens 60 Wörter'.")
@click.option("--image", type=EXISTING_FILE, help="A photo of the article.")
@click.option("--writer", default="rules", show_default=True, help="rules, local or bedrock.")
@click.option("--model", help="local: a preset with a bundle, or a bundle folder. bedrock: a model id.")
@click.option(
    "--claim-safe/--free",
    default=True,
    show_default=True,
    help="local: only sentences that the data allows, or any, which are checked and repaired.",
)
@click.option("--max-words", default=MAX_WORDS, show_default=True, type=click.IntRange(5, MAX_WORDS))
@click.option("--out", type=FILE, help="For many articles: a .jsonl file that a later run continues.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per article.")
def describe_command(
    data: Path,
    examples: tuple[Path, ...],
    prompt: str,
    image: Path | None,
    writer: str,
    model: str | None,
    claim_safe: bool,
    max_words: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Describe one article or many, with the source of each claim. Exits 1 if any was refused."""
    chosen = writer_of(writer, model, claim_safe=claim_safe)
    describer = Describer(lambda _name: chosen, StyleGuide(prompt, {"any": tuple(map(text_of, examples))}))
    if data.suffix.lower() in LISTS:
        if image is not None:
            raise click.UsageError("--image is for one article.")

        def one(order: DescriptionRequest, article: str) -> Description:
            return _described(order, describer, max_words, article=article)

        sys.exit(1 if described_file(data, out, one, as_json) else 0)
    if out is not None:
        raise click.UsageError("--out is for a .csv or .jsonl of many articles.")
    order = order_of(text_of(data))
    description = _described(order, describer, max_words, image=image)
    if as_json:
        click.echo(json.dumps(description.as_json(), ensure_ascii=False))
    else:
        show(description.as_json())


def _described(
    order: DescriptionRequest, describer: Describer, max_words: int, *, article: str = "", image: Path | None = None
) -> Description:
    limited = DescriptionRequest(order.data, order.examples, order.prompt, min(order.max_words, max_words))
    photos = (PhotoContext(image.name, image.stem),) if image else ()
    tags = _photo_tags(image) if image else ()
    deadline = time.monotonic() + _SECONDS
    return describe(limited, Evidence(order.data, tags), describer, article=article, photos=photos, deadline=deadline)


def writer_of(name: str, model: str | None, *, claim_safe: bool = True) -> Writer:
    """Open a writer: `model` is a preset or bundle folder for local, and a model id for bedrock. A `claim_safe` local
    writer is held to what the data says.

    Raises UsageError: the model is not given; InvalidRequest: no such writer; BundleError: the bundle is invalid.
    """
    if name == "rules":
        return make_writer(name)
    if model is None:
        raise click.UsageError(f"--writer {name} requires --model.")
    if name == "bedrock":
        return make_writer(name, bedrock_model=model)
    from bildtext_cli.models.open_bundle import open_language_model
    from bildtext_cli.models.presets import bundle_folder
    from description.writers.local import LocalWriter

    progress = _progress if sys.stderr.isatty() else None
    return LocalWriter(open_language_model(bundle_folder(model)), progress=progress, claim_safe=claim_safe)


def _progress(text: str) -> None:
    """Show on one line how many words the model has written."""
    click.echo(f"\r{count_words(text)} words …", nl=False, err=True)


def _photo_tags(image: Path) -> tuple[PhotoTag, ...]:
    """Tag the photo with the demo model."""
    from bildtext_cli.tagged_files import tag_files, tagger_of

    ((tagged,),) = tag_files([image], tagger_of("mini-clip", None))
    if tagged.error is not None:
        raise tagged.error
    tags = tagged.photo.tags.tags if tagged.photo else ()
    return tuple(PhotoTag(image.name, image.stem, tag.facet, tag.label, tag.name.de, tag.score) for tag in tags)
