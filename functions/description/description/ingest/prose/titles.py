"""What a title says beside the article's type: "Regenjacke Damen „Kea“, wasserdicht, mit Kapuze"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from description.domain.statement import Field, Share, Statement
from description.ingest.markers import marks
from description.ingest.prose.found import Found
from description.ingest.prose.types import LONGEST_NAME, types_in
from description.ingest.title_lines import type_named
from description.language.noun_phrases import heads_of
from description.language.vocabulary import vocabulary

_QUOTED = re.compile(r"[\"„“‚'«»]([A-ZÄÖÜ][\w .-]{1,30}?)[\"“”‘’'»«](?!\w)")
_NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüßéèêôáíî]{2,}")
_WORD = re.compile(r"[^\W\d_]+")
_USE = re.compile(r"\bzum [A-ZÄÖÜ]\w+en\b")  # "Babymütze zum Binden"
_FEATURE = "Besonderheit"
_LOUD = re.compile(r"\b[A-ZÄÖÜ]{4,}\b")


@lru_cache(maxsize=4096)
def title_of(statement: Statement) -> str:
    """The title that a name or a type is: the type with more words; "" for any other statement."""
    text = statement.text
    if statement.field not in (Field.NAME, Field.TYPE) or statement.prose or " " not in text:
        return ""
    return text if len(text) <= LONGEST_NAME and ">" not in text and any(types_in(text)) else ""


def of_title(title: str, key: str) -> Iterator[Found]:
    """Whom an article is for, and the name that its title has in quotation marks or, under a `key` of names, last."""
    for word in dict.fromkeys(_WORD.findall(title)):
        if marks("audience", word):
            yield Found(Field.AUDIENCE, word.capitalize(), word)
        elif word[:1].isupper() and vocabulary().named(word, "season"):
            yield Found(Field.SEASON, word, word)
        elif word[:1].isupper() and _is_of(word, "fibre", "leather", "metal"):
            yield Found(Field.MATERIAL, word, word, values=(word,), shares=(Share(word, None),))
        elif (word[:1].isupper() and _is_of(word, "fabric")) or (word.islower() and _is_quality(word)):
            yield Found(Field.FEATURES, word, word, key=_FEATURE)
    for use in _USE.findall(title):
        yield Found(Field.FEATURES, use, use, key=_FEATURE)
    for name in _QUOTED.findall(title) or ([] if marks("type-key", key) else _unquoted(title)):
        yield Found(Field.NAME, name, name, key="Modellname")


def _is_of(word: str, *groups: str) -> bool:
    """Whether a word is a material of these groups, and does not name a type as well: "Partnerringe Edelstahl"."""
    named = vocabulary().listed(word)
    return named is not None and named.kind == "material" and named.group in groups and type_named(word) is None


def _is_quality(word: str) -> bool:
    """Whether a word is an adjective in its base form that says something of an article: "Badeanzug einteilig"."""
    named = vocabulary().named(word, "feature")
    return named is not None and named.adjective is not None and named.lemma == word


def _unquoted(title: str) -> list[str]:
    """The model's name of "Wickelkleid Amalia": a word that nobody knows, right behind the type and at the end."""
    words = title.partition(",")[0].split()
    name = words[-1]
    last = len(words) > 1 and type_named(words[-2]) is not None and _NAME.fullmatch(name)
    known = bool(vocabulary().readings(name)) or any(heads_of(name)) or marks("audience", name)
    return [name] if last and not known else []


def quiet(title: str) -> str:
    """A title without its quoted name, and without words in capitals: "SNEAKER „Tilo“" → "Sneaker"."""
    return " ".join(_LOUD.sub(_calm, _QUOTED.sub(" ", title)).split())


def _calm(found: re.Match[str]) -> str:
    written = found[0].capitalize()
    return written if vocabulary().readings(written) else found[0]
