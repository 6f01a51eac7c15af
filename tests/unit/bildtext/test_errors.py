"""The error tree: AWS errors are translated to it, and every error becomes a problem document."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from bildtext import edit_errors, errors
from bildtext.aws import aws_errors
from bildtext.errors import BildtextError, ConfigurationError, LabelFileError, NotFound, TransientError
from bildtext.problems import problem_document


def every_error(kind: type[BildtextError] = BildtextError) -> Iterator[type[BildtextError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ in (errors.__name__, edit_errors.__name__):
            yield from every_error(child)


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_becomes_a_problem_document(kind: type[BildtextError]) -> None:
    error = LabelFileError([]) if kind is LabelFileError else kind("What to do.")
    status, body = problem_document(error, "request-1")
    document = json.loads(body)
    assert set(document) == {"type", "title", "status", "detail", "code", "request_id"}
    assert document["status"] == status == kind.status >= 400
    assert document["code"] in document["type"]
    tree = (errors.__doc__ or "") + (edit_errors.__doc__ or "")
    assert kind.__name__ in tree, "the tree in the docstrings is complete"


def test_every_error_has_a_unique_code() -> None:
    codes = [kind.code for kind in every_error()]
    assert len(codes) == len(set(codes))


def test_any_other_exception_is_not_disclosed() -> None:
    status, body = problem_document(KeyError("secret"), "request-1")
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
        ("AnUnknownError", TransientError),
    ],
)
def test_an_aws_error_is_translated(code: str, kind: type[BildtextError]) -> None:
    with pytest.raises(BildtextError, match=f"Could not fetch it: {code}") as caught, aws_errors("fetch it"):
        raise ClientError({"Error": {"Code": code, "Message": "…"}}, "GetObject")
    assert type(caught.value) is kind


def test_a_failed_connection_is_a_transient_error() -> None:
    with pytest.raises(TransientError), aws_errors("fetch it"):
        raise ConnectTimeoutError(endpoint_url="https://example.org")
