"""What a client says about a text is kept only if the description function said it: both real handlers, one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bildtext.storage.article_table import DataItem
from catalogue import sentences, wiring
from tests.api_events import EDITOR, RELEASER, ApiAnswer, api_event
from tests.catalogue_api import NUMBER, TEXT, CatalogueApi, as_sealed, catalogue_api, moment
from tests.in_process import InProcess
from tests.openapi_contract import check_contract

ARTICLE_TEXT = "PUT /articles/{number}/text"
FALSE = "Wasserdichter Slipper aus Leder."  # the data says nothing about water
DATA = '{"Artikelart": "Slipper", "Farbe": "Weiß", "Material": "Leder"}'


@dataclass(frozen=True)
class Both:
    """The two functions."""

    catalogue: CatalogueApi
    description: InProcess

    def ask(self, key: str, body: Any) -> Any:
        """An answer of the description function, to an editor."""
        answer = ApiAnswer.of(self.description.invoke(api_event(key, {}, body, claims=EDITOR)))
        check_contract(key, answer)
        assert answer.status == 200, answer.text
        return answer.json

    def checked(self, text: str, **body: Any) -> Any:
        return self.ask("POST /checks", {"article": NUMBER, "text": text, **body})

    def store(self, text: str, description: Any, source: str = "edited", number: str = NUMBER) -> ApiAnswer:
        body = {"base": 0, "text": text, "source": source, "description": description}
        return self.catalogue.call(ARTICLE_TEXT, {"number": number}, body)

    @property
    def text(self) -> Any:
        """The newest text, as the page shows it."""
        return self.catalogue.article("GET /articles/{number}").json["text"]

    def stored(self, text: str, description: Any) -> Any:
        assert self.store(text, description).status == 200
        return self.text


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Both]:
    """One article: data, a photo, and no text yet."""
    monkeypatch.setenv("EVENT_BUS", "bildtext")
    with catalogue_api(monkeypatch, tmp_path) as catalogue:
        catalogue.add_photo()
        catalogue.add_data(DATA)
        yield Both(catalogue, InProcess.description())


def test_what_was_found_in_a_text_is_stored_with_it(both: Both) -> None:
    answer = both.checked(FALSE)
    assert answer["seal"]["article"] == NUMBER
    text = both.stored(FALSE, answer)
    assert (text["checked"], text["writer"]) == (True, "")
    assert [one["text"] for one in text["findings"]] == ["Wasserdichter"]


def _without_findings(answer: Any) -> Any:
    return {**answer, "findings": []}


def _with_a_source(answer: Any) -> Any:
    return {**answer, "claims": [{**claim, "source": "Merkmal: wasserdicht"} for claim in answer["claims"]]}


def _of_another_article(answer: Any) -> Any:
    return {**answer, "seal": {**answer["seal"], "article": "4711"}}


def _newer(answer: Any) -> Any:
    return {**answer, "seal": {**answer["seal"], "at": "2099-01-01T00:00:00.000+00:00"}}


def _no_seal(answer: Any) -> Any:
    return {**answer, "seal": None}


def _made_up_seal(answer: Any) -> Any:
    return {**answer, "findings": [], "seal": {**answer["seal"], "mac": "00" * 32}}


def _no_hexadecimal(answer: Any) -> Any:
    return {**answer, "seal": {**answer["seal"], "mac": "ä"}}


@pytest.mark.parametrize(
    "forge",
    [_without_findings, _with_a_source, _of_another_article, _newer, _no_seal, _made_up_seal, _no_hexadecimal],
)
def test_a_changed_answer_is_not_kept_and_the_text_is_unchecked(both: Both, forge: Any) -> None:
    text = both.stored(FALSE, forge(both.checked(FALSE)))
    assert (text["checked"], text["claims"], text["findings"]) == (False, [], [])
    refused = both.catalogue.article("POST /articles/{number}/release", {"text_version": 1}, claims=RELEASER)
    assert sentences.UNCHECKED in [one["reason"] for one in refused.json["questions"]]


def test_the_answer_about_another_text_is_not_kept(both: Both) -> None:
    assert both.stored(FALSE, both.checked("Slipper aus Leder."))["checked"] is False


def test_a_check_against_data_of_the_clients_own_says_nothing_about_the_article(both: Both) -> None:
    answer = both.checked(FALSE, data={"Artikelart": "Slipper", "Material": "Leder", "Merkmal": "wasserdicht"})
    assert (answer["findings"], answer["seal"]) == ([], None)
    assert both.stored(FALSE, answer)["checked"] is False


def test_the_answer_about_an_article_is_not_kept_with_another(both: Both) -> None:
    both.catalogue.add_photo("articles/4711/front.jpg")
    both.store(FALSE, both.checked(FALSE), number="4711")
    other = both.catalogue.call("GET /articles/{number}", {"number": "4711"}).json["text"]
    assert (other["text"], other["checked"]) == (FALSE, False)


def test_an_answer_from_before_the_data_changed_is_out_of_date_however_late_it_is_stored(both: Both) -> None:
    answer = both.checked("Slipper aus Leder.")
    data = '{"Artikelart": "Slipper", "Material": "Textil"}'
    both.catalogue.articles.write_data(DataItem(NUMBER, data, "v2", "2", moment()))
    assert both.stored("Slipper aus Leder.", answer)["checked"] is True
    questions = both.catalogue.article("GET /articles/{number}").json["questions"]
    assert sentences.OUTDATED in [one["reason"] for one in questions]


def test_a_generated_text_has_the_writer_that_wrote_it(both: Both) -> None:
    description = both.ask("POST /descriptions", {"article": NUMBER})
    forged = both.store(description["text"], {**description, "writer": "bedrock", "model": "best"}, "generated")
    assert forged.code == "invalid-request"
    assert "POST /descriptions" in forged.json["detail"]
    assert both.store(description["text"], description, "generated").status == 200
    assert (both.text["writer"], both.text["checked"]) == ("rules", True)
    assert both.text["claims"]


def test_a_text_generated_from_other_data_is_none_of_the_article(both: Both) -> None:
    description = both.ask("POST /descriptions", {"article": NUMBER, "data": {"Artikelart": "Slipper", "Farbe": "Rot"}})
    assert description["seal"] is None
    assert both.store(description["text"], description, "generated").code == "invalid-request"


def test_the_record_of_a_text_with_forged_checks_names_no_other_writer(both: Both) -> None:
    both.catalogue.add_text()
    both.store(TEXT, {**both.checked(TEXT), "findings": []}, "accepted")
    questions = [one["id"] for one in both.catalogue.article("GET /articles/{number}").json["questions"]]
    body = {"text_version": 1, "acknowledged": questions}
    released = both.catalogue.article("POST /articles/{number}/release", body, claims=RELEASER)
    assert released.json["record"]["writer"] == "rules"


def test_the_seal_of_another_deployment_is_none(both: Both, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer = both.checked(FALSE)
    wiring.seal_key()
    monkeypatch.setenv("SEAL_KEY_FILE", str(tmp_path / "another"))
    other = as_sealed({**answer, "findings": [], "seal": None}, FALSE)
    assert both.stored(FALSE, other)["checked"] is False


def test_a_function_without_a_key_says_which_variable_is_missing(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEAL_KEY_FILE")
    wiring.settings.cache_clear()
    wiring.seal_key.cache_clear()
    answer = both.store(FALSE, both.checked(FALSE))
    assert (answer.status, "SEAL_KEY_ID" in answer.json["detail"]) == (500, True)
