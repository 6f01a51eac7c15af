"""An evaluation as one self-contained HTML page: the figures and an image of the confusion matrix."""

from __future__ import annotations

import base64
import html
import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from bildtext_cli.evaluation import Evaluation, notes

_CELL, _MARGIN = 54, 170
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1d2430 }}
table {{ border-collapse: collapse }} th, td {{ padding: .25rem .9rem; border-bottom: 1px solid #dde2ea; text-align:
right }} th:first-child, td:first-child {{ text-align: left }} img {{ max-width: 100%; margin-top: 1rem }} .figures b
{{ font-size: 1.6rem; display: block }} .figures span {{ display: inline-block; margin-right: 2.5rem; color: #5b6677
}} </style> <h1>{title}</h1> <p class="figures"><span><b>{top_1:.1%}</b>top-1</span><span><b>{macro_f1}</b>macro
F1</span> <span><b>{abstained:.1%}</b>abstained</span><span><b>{photos}</b>photos</span></p>
<table><tr><th>class</th><th>precision</th><th>recall</th><th>F1</th><th>photos</th></tr> {rows} </table> <h2>Confusion
matrix</h2> <p>Rows: labelled class. Columns: predicted class.</p> <img alt="confusion matrix"
src="data:image/png;base64,{picture}"> {notes} </html>
"""


def write_report(result: Evaluation, folder: Path) -> Path:
    """Write `folder`/report.html and return its path."""
    rows = "\n".join(
        f"<tr><td>{html.escape(figures.name)}</td><td>{figures.precision:.1%}</td><td>{figures.recall:.1%}</td><td>{figures.f1:.1%}</td><td>{figures.photos}</td></tr>"
        for figures in sorted(result.classes, key=lambda figures: -figures.photos)
        if figures.photos
    )
    buffer = io.BytesIO()
    confusion_picture(result).save(buffer, "PNG")
    page = _PAGE.format(
        title=html.escape(f"{result.facet}: {result.model}"),
        rows=rows,
        notes="".join(f"<p>{html.escape(note)}</p>" for note in notes(result)),
        photos=result.photos,
        top_1=result.top_1,
        macro_f1="–" if result.one_class else f"{result.macro_f1:.1%}",
        abstained=result.abstained,
        picture=base64.b64encode(buffer.getvalue()).decode("ascii"),
    )
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def confusion_picture(result: Evaluation) -> Image.Image:
    """Draw the confusion matrix, each row shaded by its shares, without classes that never occur."""
    matrix = result.confusion
    used = [i for i in range(len(matrix)) if matrix[i].sum() or matrix[:, i].sum()]
    side = _CELL * len(used)
    image = Image.new("RGB", (_MARGIN + side + 20, _MARGIN + side + 20), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(15)
    for row, i in enumerate(used):
        y = _MARGIN + row * _CELL
        pen.text((_MARGIN - 10, y + _CELL / 2), result.classes[i].name[:22], fill="#1d2430", font=font, anchor="rm")
        _upright(image, result.classes[i].name[:22], (_MARGIN + row * _CELL, 0), font)
        for column, j in enumerate(used):
            share = matrix[i, j] / max(matrix[i].sum(), 1)
            target = (38, 112, 86) if i == j else (178, 58, 46)
            colour = tuple(round(250 + (value - 250) * share**0.6) for value in target)
            x = _MARGIN + column * _CELL
            pen.rectangle((x + 1, y + 1, x + _CELL - 2, y + _CELL - 2), fill=colour)
            if matrix[i, j]:
                ink = "white" if share > 0.35 else "#1d2430"
                pen.text((x + _CELL / 2, y + _CELL / 2), str(matrix[i, j]), fill=ink, font=font, anchor="mm")
    return image


def _upright(
    image: Image.Image, text: str, corner: tuple[int, int], font: ImageFont.FreeTypeFont | ImageFont.ImageFont
) -> None:
    strip = Image.new("RGB", (_MARGIN - 10, _CELL), "white")
    ImageDraw.Draw(strip).text((4, _CELL / 2), text, fill="#1d2430", font=font, anchor="lm")
    image.paste(strip.rotate(90, expand=True), corner)
