"""Care that is asked by a key and answered with yes or no: "Bleichen: nein" is "nicht bleichen"."""

from __future__ import annotations

from description.product_data.markers import is_no, is_yes, marks
from description.product_data.wording import folded

_ANSWERS = {
    "bleichen": ("bleichen erlaubt", "nicht bleichen"),
    "buegeln": ("bügeln", "nicht bügeln"),
    "chemischereinigung": ("chemische Reinigung möglich", "nicht chemisch reinigen"),
    "trockner": ("trocknergeeignet", "nicht in den Trockner"),
    "waschen": ("waschbar", "nicht waschen"),
    "maschinenwaesche": ("maschinenwaschbar", "nicht in der Maschine waschen"),
    "handwaesche": ("Handwäsche", ""),
    "schonwaschgang": ("Schonwaschgang", ""),
    "impraegnieren": ("imprägnieren", "nicht imprägnieren"),
}
_SAME = {
    "bleichbar": "bleichen",
    "bleichmittel": "bleichen",
    "bleiche": "bleichen",
    "bleach": "bleichen",
    "buegelbar": "buegeln",
    "buegeleisen": "buegeln",
    "iron": "buegeln",
    "ironing": "buegeln",
    "chemischreinigen": "chemischereinigung",
    "chemischreinigbar": "chemischereinigung",
    "trockenreinigung": "chemischereinigung",
    "drycleaning": "chemischereinigung",
    "dryclean": "chemischereinigung",
    "trocknergeeignet": "trockner",
    "trocknereignung": "trockner",
    "waeschetrockner": "trockner",
    "tumbler": "trockner",
    "tumblern": "trockner",
    "trocknen": "trockner",
    "trocknung": "trockner",
    "tumbledry": "trockner",
    "waschbar": "waschen",
    "waschbarkeit": "waschen",
    "waesche": "waschen",
    "washable": "waschen",
    "maschinenwaschbar": "maschinenwaesche",
    "waschmaschine": "maschinenwaesche",
    "waschmaschinengeeignet": "maschinenwaesche",
    "machinewashable": "maschinenwaesche",
    "handwash": "handwaesche",
}


def answer(key: str, text: str) -> str:
    """What a yes or no to a question of care says; "" for other keys and values, and where a no says too little."""
    asked = folded(key)
    said = _ANSWERS.get(_SAME.get(asked, asked))
    if said is None:
        return ""
    if is_yes(text) or marks("allowed", text):
        return said[0]
    return said[1] if is_no(text) or marks("forbidden", text) else ""
