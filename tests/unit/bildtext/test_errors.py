"""One tree of errors: foreign ones become ours in one place, and each becomes a problem document."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from bildtext import errors
from bildtext.aws import translated
from bildtext.errors import BildtextError, ConfigurationError, LabelFileError, NotFound, TransientError
from bildtext.problems import problem


def every_error(kind: type[BildtextError] = BildtextError) -> Iterator[type[BildtextError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from every_error(child)


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_is_a_problem_document_of_its_own_kind(kind: type[BildtextError]) -> None:
    error = LabelFileError([]) if kind is LabelFileError else kind("What to do.")
    status, body = problem(error, "request-1")
    document = json.loads(body)
    assert set(document) == {"type", "title", "status", "detail", "code", "request_id"}
    assert document["status"] == status == kind.status >= 400
    assert document["code"] in document["type"]
    assert kind.__name__ in (errors.__doc__ or ""), "the tree in the docstring is complete"


def test_errors_are_told_apart_by_their_codes() -> None:
    codes = [kind.code for kind in every_error()]
    assert len(codes) == len(set(codes))


def test_a_foreign_error_says_nothing_of_its_insides() -> None:
    status, body = problem(KeyError("secret"), "request-1")
    assert status == 500
    assert "secret" not in body


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("NoSuchKey", NotFound),
        ("404", NotFound),
        ("AccessDenied", ConfigurationError),
        ("ResourceNotFoundException", ConfigurationError),
        ("ProvisionedThroughputExceededException", TransientError),
        ("SlowDown", TransientError),
        ("SomethingNobodyHasHeardOf", TransientError),
    ],
)
def test_what_aws_answers_becomes_one_of_ours(code: str, kind: type[BildtextError]) -> None:
    with pytest.raises(BildtextError, match=f"Could not fetch it: {code}") as caught, translated("fetch it"):
        raise ClientError({"Error": {"Code": code, "Message": "…"}}, "GetObject")
    assert type(caught.value) is kind


def test_a_connection_that_fails_is_worth_another_try() -> None:
    with pytest.raises(TransientError), translated("fetch it"):
        raise ConnectTimeoutError(endpoint_url="https://example.org")
