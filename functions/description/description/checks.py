"""A text that somebody else wrote, checked like the ones written here. Nothing is stored."""

from __future__ import annotations

import re
from dataclasses import asdict
from time import perf_counter
from typing import Any

from bildtext.api_models import ChecksRequest
from bildtext.errors import InvalidRequest, content_faults
from description.claims import ClaimChecker
from description.description_request import WithData
from description.evidence import Evidence
from description.language.text import count_words
from description.legal import checklist, review
from description.on_demand import Sources, request_of
from description.photos import tags_of
from description.result import conflict_json

# German has no such word, and the time to take a compound apart grows with the square of its length.
_TOO_LONG_A_WORD = re.compile(r"\w{201}")


class CheckBody(WithData, ChecksRequest):
    """The text, the product data, and examples that it must not copy facts from."""


def checked(body: CheckBody, sources: Sources) -> dict[str, Any]:
    """The claims of a text with their sources, and everything an editor should look at.

    Raises:
        InvalidRequest, InvalidKey, InvalidProductData: there is nothing to check the text against, or no text.
        NotFound: no data in the request, and none stored for the article.
        ContentFault: the text or data triggers a bug in the code that reads them.
    """
    started = perf_counter()
    if (word := _TOO_LONG_A_WORD.search(body.text)) is not None:
        raise InvalidRequest(f"text: the word {word[0][:20]!r}… has more than 200 letters; put spaces between words.")
    stored = sources.stored(body.article or "")
    request = request_of(body, stored, body.article or "")
    with content_faults("The text"):
        checker = ClaimChecker(Evidence(request.data, tags_of(stored.photos)))
        found = checker.weigh(body.text, sources.describer.examples(request))
        legal = review(body.text, request.data)
        needed = checklist(body.text, request.data)
    return {
        "words": count_words(body.text),
        "claims": [asdict(claim) for claim in found.claims],
        "findings": [asdict(finding) for finding in found.findings],
        "doubtful": [asdict(finding) for finding in found.doubtful],
        "conflicts": [conflict_json(conflict) for conflict in request.data.conflicts],
        "not_used": [asdict(one) for one in request.data.not_used],
        "legal": [asdict(finding) for finding in legal],
        "checklist": [asdict(item) for item in needed],
        "duration_ms": round((perf_counter() - started) * 1000, 3),
    }
