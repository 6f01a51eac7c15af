"""The contact sheet: one self-contained HTML page with every photo and its tags in German."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from bildtext.labels import CATEGORY, LabelSet
from bildtext.storage.keys import PhotoKey
from bildtext.storage.photo_items import PhotoItem

_COLOUR = "colour"
_STYLE = Path(__file__).with_suffix(".css")
_LONGEST_SIDE = 480  # pixels of a photo on the page
_REASONS = {
    "none": "nichts davon zu erkennen",
    "threshold": "zu unsicher",
    "margin": "nicht eindeutig",
    "category-unknown": "Kategorie unklar",
    "unknown-words": "Wörter nie gelernt",
}


@dataclass(frozen=True)
class SheetPhoto:
    """A photo, its file, and its item in the table (None if there is none)."""

    photo: PhotoKey
    file: Path
    item: PhotoItem | None


def contact_sheet(photos: Sequence[SheetPhoto], labels: LabelSet) -> str:
    """Return the page as HTML. Tags are in the order of the label file's facets, each with its score as a bar."""
    tagged = sum(entry.item is not None and entry.item.status == "tagged" for entry in photos)
    model = next((entry.item.model for entry in photos if entry.item is not None), "")
    cards = "\n".join(_card(entry, labels) for entry in photos)
    return f"""<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Bildtext: Kontaktbogen</title>
<style>{_STYLE.read_text()}</style>
</head>
<body>
<header>
<h1>Kontaktbogen</h1>
<p>{tagged} von {len(photos)} Fotos verschlagwortet{f" · Modell {escape(model)}" if model else ""}</p>
</header>
<main>
{cards}
</main>
</body>
</html>
"""


def _card(entry: SheetPhoto, labels: LabelSet) -> str:
    name = f"<small>{escape(entry.photo.article)} · {escape(entry.photo.view)}</small>"
    picture = _picture(entry)
    if entry.item is None or entry.item.status != "tagged":
        detail = (entry.item.refusal or {}).get("detail", "") if entry.item else "kein Ergebnis"
        why = f"<h2>Nicht verschlagwortet</h2><p>{escape(detail)}</p>"
        return f'<article class="refused">{picture}<div>{name}{why}</div></article>'
    by_facet: dict[str, list[Mapping[str, Any]]] = {}
    for tag in entry.item.tags:
        by_facet.setdefault(tag["facet"], []).append(tag)
    category = by_facet.pop(CATEGORY, [])
    colours = by_facet.pop(_COLOUR, [])
    heading = escape(category[0]["name"]["de"]) if category else '<span class="unsure">Kategorie unklar</span>'
    rows = [_row(facet.name.de, by_facet[facet.id]) for facet in labels.facets if facet.id in by_facet]
    return f"""<article>
{picture}
<div>
{name}
<h2>{heading}</h2>
{_bar(category[0]["score"]) if category else ""}
{_chips(colours)}
<dl>{"".join(rows)}</dl>
{_abstained(entry.item.abstentions, labels)}
<footer>{_took(entry.item.duration_ms)}</footer>
</div>
</article>"""


def _row(facet: str, tags: Iterable[Mapping[str, Any]]) -> str:
    values = "".join(f"<dd><span>{escape(tag['name']['de'])}</span>{_bar(tag['score'])}</dd>" for tag in tags)
    return f"<dt>{escape(facet)}</dt>{values}"


def _bar(score: float) -> str:
    percent = f"{score * 100:.0f}"
    return f'<span class="bar"><i><b style="width:{percent}%"></b></i><output>{percent} %</output></span>'


def _chips(colours: Iterable[Mapping[str, Any]]) -> str:
    chips = "".join(
        f'<li><i style="background:{_SWATCHES.get(tag["label"], "transparent")}"></i>{escape(tag["name"]["de"])} '
        f"<output>{tag['score'] * 100:.0f} %</output></li>"
        for tag in colours
    )
    return f"<ul>{chips}</ul>" if chips else ""


def _abstained(abstentions: Sequence[Mapping[str, Any]], labels: LabelSet) -> str:
    names = {facet.id: facet.name.de for facet in labels.facets}
    items = "".join(
        f"<li>{escape(names.get(entry['facet'], entry['facet']))}: {_REASONS.get(entry['reason'], 'offen')}</li>"
        for entry in abstentions
    )
    summary = f"<summary>{len(abstentions)} Merkmale offen gelassen</summary>"
    return f"<details>{summary}<ul>{items}</ul></details>" if items else ""


def _took(duration_ms: Mapping[str, float]) -> str:
    words = {"fetch": "Holen", "decode": "Dekodieren", "encode": "Kodieren", "score": "Bewerten"}
    parts = [f"{word} {duration_ms[step]:.1f}" for step, word in words.items() if step in duration_ms]
    return f"{' · '.join(parts)} ms".replace(".", ",") if parts else ""


def _picture(entry: SheetPhoto) -> str:
    """Return the photo as an inline image, or an empty string if the file is not an image."""
    tags = entry.item.tags[:3] if entry.item else ()
    names = [f"Artikel {entry.photo.article}, {entry.photo.view}", *(tag["name"]["de"] for tag in tags)]
    try:
        data = base64.b64encode(_thumbnail(entry.file)).decode()
    except (OSError, ValueError, Image.DecompressionBombError):
        return ""
    return f'<img src="data:image/jpeg;base64,{data}" alt="{escape(", ".join(names))}">'


def _thumbnail(file: Path) -> bytes:
    with Image.open(file) as photo:
        photo.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
        upright = ImageOps.exif_transpose(photo).convert("RGBA")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    on_white = Image.new("RGB", upright.size, "white")
    on_white.paste(upright, mask=upright.getchannel("A"))
    jpeg = io.BytesIO()
    on_white.save(jpeg, "JPEG", quality=84)
    return jpeg.getvalue()


_SWATCHES = {
    "black": "#111", "white": "#fff", "grey": "#8d9096", "silver": "linear-gradient(135deg,#eceff2,#9aa1a8)",
    "gold": "linear-gradient(135deg,#f3dd8c,#b8902c)", "cream": "#f7efdb", "beige": "#dcc9a6", "tan": "#b5763c",
    "brown": "#6b4326", "red": "#c8202d", "burgundy": "#6d1230", "coral": "#f4776b", "pale-pink": "#f4cdd4",
    "pink": "#ec3d96", "purple": "#6f2c91", "lilac": "#bda3d9", "light-blue": "#a4cbec", "blue": "#2259c4",
    "navy": "#14213f", "turquoise": "#2fc3bd", "teal": "#0b5d66", "mint": "#a9e0c5", "green": "#2d8a3e",
    "olive": "#6b7030", "yellow": "#f6d21f", "mustard": "#cd9a1c", "orange": "#f07c1b",
    "multicoloured": "conic-gradient(#e33,#fc3,#3b5,#38d,#a3c,#e33)",
}  # fmt: skip
