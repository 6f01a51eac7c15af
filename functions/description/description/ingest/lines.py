"""Pasted text to pairs: `Key: Value` lines with whatever shops and clipboards put around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from description.domain.attributes import having
from description.domain.statement import Field
from description.ingest.compositions import is_composition
from description.ingest.examples import is_example, is_quote_open, may_be_example
from description.ingest.guesses import is_sentence, without_key
from description.ingest.inner_keys import split
from description.ingest.keys import is_known, is_plain_key, meanings
from description.ingest.markers import marks
from description.ingest.one_line import one_by_one
from description.ingest.pairs import Pair
from description.ingest.size_tables import without_size_tables
from description.language.vocabulary import vocabulary

_BULLET = re.compile(r"^(?:[^\w\"'„“‚«(\[{<½¼¾~€]+|o\s+(?=[A-ZÄÖÜ])|\d{1,2}[.)]\s+(?=\D))+")
_SEPARATOR = re.compile(r"\s*(:=|[:=\t|→])\s*")
_WEAK_SEPARATOR = re.compile(r"\s+[-–—]+>?\s+|\s*[–—]\s*|;\s*|,\s*|\.{3,}\s*|\s{3,}")
_QUOTED = re.compile(r"^[\"'„“‚‘«](.*?)[\"'“”’‘»]?,?$")
_STAR_AT_END = re.compile(r"^[^\W\d_]{2,20}\*$")  # the brand "edc*"; a footnote has more before it
_LONGEST_KEY = 60
_MOST_HEADING_WORDS = 6
_SHORTENED = re.compile(r"[A-ZÄÖÜ]\w{1,9}\.")
_LISTS = having("in-lines")
_NOT_WITHOUT_SEPARATOR = having("needs-separator")
# A line such as "Kapuze" or "Bügelfrei" is a feature, not the key of the next line.
_NEVER_ALONE = having("never-alone")
# Such keys alone in a line say something even when no value follows ("Jeans", "Öko-Tex"); others are headings.
_MAY_BE_A_VALUE = having("value-in-key")
_CARE_HEADING = re.compile(r"^pflege|hinweise?$|anleitung$", re.IGNORECASE)
_JOINED_BY_BLANK = having("uncut")


def pairs(text: str) -> tuple[Pair, ...]:
    """The pairs of a plain text, in order.

    A line without a key goes on with the one before where that is open (an empty value, a comma at its end, prose), is
    prose when it reads like a sentence, and a feature or a name else. Headings say nothing.

    An example goes on to the next `Key: Value` line with a known key. Where data stands before an example that has the
    lines below its key, such lines are of the example too, up to an empty one: it may be a whole page of a shop.
    """
    return tuple(inner for pair in _whole(_lines(text)) for inner in split(pair))


def _lines(text: str) -> Iterator[str]:
    """The lines as they are read, "" for an empty one."""
    for line in without_size_tables(text.split("\n")):
        bare = line.strip()
        if not bare:
            yield ""
        else:
            if not bare[0].isalpha() or bare[:2] in ("o ", "o\t"):
                bare = _BULLET.sub("", bare)
            if "**" in bare or "__" in bare:
                bare = bare.replace("**", "").replace("__", "")
            bare = bare.strip(" |\t\\")
            if bare and (bare[0].isalnum() or any(map(str.isalnum, bare))):
                yield from one_by_one(bare)


class _Open:
    """The pair that is being read: its key, and the lines of its value."""

    def __init__(self, key: str, value: str, line: str, *, after_data: bool) -> None:
        self.line = line
        self.after_data = after_data
        self.key = key
        self.field = meanings(key)[0].field
        self.is_block = not value
        self.values = [value] if value else []

    @property
    def is_example(self) -> bool:
        """Whether this is an example, as far as it is read."""
        return is_example(self.key, " ".join(self.values))

    def keeps(self, *, after_blank: bool) -> bool:
        """Whether even a next line with a known key belongs to the value."""
        if not self.is_example:
            return False
        return is_quote_open(self.values) or (self.is_block and self.after_data and not after_blank)

    def goes_on(self, line: str) -> bool:
        """Whether a next line without a key belongs to the value."""
        if self.is_example:
            return True
        if _is_heading(line) or (self.field is Field.FEATURES and is_composition(line)):
            return False
        if not self.values or self.field is Field.DESCRIPTION:
            return True
        return self.values[-1].endswith((",", ";", "/", " und", " -", "&")) or (self.is_block and self.field in _LISTS)

    def pair(self) -> Iterator[Pair]:
        if not self.values and self.line == self.key and self.field in _MAY_BE_A_VALUE:
            yield from without_key(self.line, first=False)
        elif self.line == self.key and self.field is Field.TYPE and self._is_type_itself():
            for line in (self.line, *self.values):
                yield from without_key(line, first=False)
        elif len(self.values) == 1:
            yield Pair(self.key, self.values[0])
        elif self.is_example:
            yield Pair(self.key, "\n".join(self.values))
        elif self.values:
            blank = self.field in _JOINED_BY_BLANK
            value = " ".join(self.values) if blank else "\n".join(self.values)
            yield Pair(self.key, re.sub(r"([,;/&-]|und)\n", r"\1 ", value).replace("\n", "; "))

    def _is_type_itself(self) -> bool:
        """Whether "Jeans" in a line of its own is what the article is, and the next line no kind of it."""
        named = vocabulary().named
        return named(self.key, "type") is not None and not any(named(value, "type") for value in self.values)


def _whole(lines: Iterable[str]) -> Iterator[Pair]:
    """Pairs of lines, where a value may go on in lines of its own."""
    current: _Open | None = None
    first, told, after_blank = True, False, False
    waiting = list(lines)
    for at, line in enumerate(waiting):
        if not line:
            after_blank = True
            continue
        pair = None
        if not current or not current.keeps(after_blank=after_blank):
            following = next(filter(None, waiting[at + 1 : at + 4]), "")
            pair = (line, "") if _heads_example(line, following) else _pair(line, current, first=first)
        if pair is None and current and current.goes_on(line):
            current.values.append(line)
        else:
            if current:
                told = told or not current.is_example
                yield from current.pair()
            current = _Open(*pair, line, after_data=told) if pair else None
            if not pair and not _is_heading(line):
                yield from without_key(line, first=first)
        first = after_blank = False
    if current:
        yield from current.pair()


def _is_heading(line: str) -> bool:
    return ":" not in line and marks("heading", line)


def _pair(line: str, current: _Open | None, *, first: bool) -> tuple[str, str] | None:
    if _is_heading(line):
        return None
    quoted = line[:1] in "\"'„" and _QUOTED.match(line)
    if quoted and ":" not in quoted[1] and "=" not in quoted[1]:
        line = quoted[1]
    match = _SEPARATOR.search(line)
    if match:
        key, value = _bare(line[: match.start()]), line[match.end() :]
        if match[1] != ":" and marks("heading", f"{key} {value}"):
            return None
        in_prose = current is not None and (current.field is Field.DESCRIPTION or current.is_example)
        if _is_key(key, value, match[1], in_prose=in_prose):
            open_quote = may_be_example(key) and is_quote_open((value,))
            return key, value.strip() if open_quote else _bare_value(value)
    if current is not None and current.is_example:
        return None
    for match in _WEAK_SEPARATOR.finditer(line, 0, 2 * _LONGEST_KEY):
        key = line[: match.start()].strip()
        if is_plain_key(key) and line[match.end() :].strip():
            return key, _bare_value(line[match.end() :])
    if current is not None and not current.values:
        return None
    if is_plain_key(line):
        field = meanings(line)[0].field
        if field is Field.CARE and not _CARE_HEADING.search(line):
            return None
        return (line, "") if field not in _NEVER_ALONE and not (first and field is Field.TYPE) else None
    return _by_known_words(line)


def _heads_example(line: str, following: str) -> bool:
    """Whether a line without a colon stands above an example: "Hier ein Beispieltext", "Unser Stil"."""
    if len(line.split()) > _MOST_HEADING_WORDS or line.endswith((".", ",")) or _SEPARATOR.search(line):
        return False
    if not may_be_example(line):
        return False
    is_sure = meanings(line)[0].field is Field.EXAMPLE
    return is_sure or (is_example(line, following) and not _SEPARATOR.search(following))


def _by_known_words(line: str) -> tuple[str, str] | None:
    """ "Obermaterial 100 % Baumwolle", "Farbe weiß": a known key, then a value, and nothing between."""
    words = line.split()
    if len(words) < 2 or not line[0].isupper() or len(line) > 160 or is_sentence(line):
        return None
    for count in (3, 2, 1):
        key = " ".join(words[:count])
        if count < len(words) and is_plain_key(key):
            rest = words[count:]
            field = meanings(key)[0].field
            if field is Field.EXAMPLE:
                return key, " ".join(rest)
            if count == 1 and field in (Field.OTHER, Field.PRICE) and rest[0][0].isdigit():  # "Lieferzeit 2-3 Werktage"
                return key, " ".join(rest)
            if field in _NOT_WITHOUT_SEPARATOR or line.endswith((".", "!", "?")):
                return None
            of = rest[0].lower() == "aus" and len(rest) > 1
            value = " ".join(rest[1:] if of else rest)
            if marks("connecting", rest[0]):
                return None
            if (
                field is Field.PART_MATERIAL
                and vocabulary().named(key, "type")
                and not (is_composition(value) or vocabulary().named(value, "material"))
            ):  # "Kleid Emma"
                return None
            sure = (
                of
                or is_composition(value)
                or (field is Field.CARE and bool(_CARE_HEADING.search(key)))
                or rest[0][0].isdigit()
                or rest[0].lower() in ("ca.", "ca")
            )
            return (key, value) if sure or len(rest) <= 2 else None
    return None


def _is_key(key: str, value: str, separator: str, *, in_prose: bool) -> bool:
    if not key or len(key) > _LONGEST_KEY or value.startswith("//") or not any(map(str.isalpha, key)):
        return False
    if is_known(key) or may_be_example(key):
        return True
    if (
        in_prose
        or len(key) > 40
        or (key[-1:] in ".!?," and not _SHORTENED.fullmatch(key))
        or is_sentence(key)
        or "%" in key
    ):
        return False
    words = key.split()
    return len(words) <= 4 and (separator in "\t|" or key[0].isupper() or len(words) == 1)


def _bare(key: str) -> str:
    return " ".join(key.split()).strip("\"'„“”*_ ").rstrip(":;,")


def _bare_value(value: str) -> str:
    value = value.lstrip(" \t|*=:>→").rstrip(" \t|=:>→" if _STAR_AT_END.search(value) else " \t|*=:>→")
    quoted = _QUOTED.match(value) if value[:1] in "\"'„“‚«" else None
    if quoted and not re.search(r"[\"'„“”]", quoted[1]):
        return quoted[1].strip()
    return value.replace("\t", "; ")
