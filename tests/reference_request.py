"""The original request for the description function, verbatim: data, an example about another shoe, and a prompt."""

from __future__ import annotations

GEMINI = """- Artikelnummer: 536.514.002
- Besonderheit: Antirutschsohle, Wechselfußbett, weiche Polsterung
- Marke: Gemini
- Obermaterial: Glattleder
- Innenfutter: Ungefüttert
- Farbe: weiß
- Verschluss: Schlupf

Innensohle: Leder

Innenfutter: Leder

Außensohle: TR

Futter: 100% Leder

Material: 100% Glattleder

Schuhe: Slipper"""
CAPRICE = (
    "Eleganter Slingpumps für viele Anlässe von Caprice. Das Besondere ist die Trittdämpfung, die jeden Schritt weich "
    "abfedert. Obermaterial und Innenausstattung aus Leder. Flexible TR-Laufsohle mit ca. 45 mm Absatz. Weite G."
)
PROMPT = "Kannst du einen Text (max 120 Wörter) generieren basierend auf den obigen Daten?"
