"""What `models export` and `models verify` do with a language model's bundle, and what they say of it."""

from __future__ import annotations

from pathlib import Path

from bildtext.language_models.manifest import TextFacts
from bildtext.sealed import check_files, read_facts
from bildtext_cli.models.comparison import compare_answers
from bildtext_cli.models.folders import replacing
from bildtext_cli.models.orders import Order, megabytes, notes, shown
from bildtext_cli.models.sources import Source, source_of


def export_language_model(order: Order) -> str:
    """Write and ask a bundle; it takes its place only when both went well."""
    from bildtext_cli.models.text_export import export_text

    with replacing(order.target) as folder:
        facts = export_text(order.preset, order.source, folder, revision=order.revision)
        compared = compare_answers(folder, facts, Source(order.source))
    return "\n".join([_described(order.target, facts), *notes(facts, order.source), *compared])


def verify_language_model(folder: Path, given: Path | None) -> str:
    """Check every file, then load the bundle in a fresh process and compare it with transformers where that can be."""
    facts = read_facts(folder, TextFacts)
    check_files(folder, facts)
    compared = compare_answers(folder, facts, source_of(folder, facts, given))
    return "\n".join([_described(folder, facts), *notes(facts), "every file has its checksum", *compared])


def _described(folder: Path, facts: TextFacts) -> str:
    return (
        f"{shown(folder)}: {facts.name}, {facts.architecture} ({facts.kind}, {facts.runtime}), "
        f"{facts.context_length} tokens, {facts.licence}, {megabytes(folder):.1f} MB"
    )
