"""Care that is asked by a key and answered with yes or no: "Bleichen: nein" is "nicht bleichen"."""

from __future__ import annotations

from pathlib import Path

from description.ingest.markers import is_no, is_yes, marks
from description.ingest.wording import folded
from description.language.csv_tables import table_rows

_QUESTIONS = {
    folded(key): (row["yes"], row["no"])
    for row in table_rows(Path(__file__).with_name("care_questions.csv"))
    for key in row["keys"].split("|")
}


def answer(key: str, text: str) -> str:
    """What a yes or no to a question of care says; "" for other keys and values, and where a no says too little."""
    said = _QUESTIONS.get(folded(key))
    if said is None:
        return ""
    if is_yes(text) or marks("allowed", text):
        return said[0]
    return said[1] if is_no(text) or marks("forbidden", text) else ""
