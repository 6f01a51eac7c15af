"""The one place where botocore's errors become Bildtext's, and where clients get their time-outs and retries.

The GPU endpoint's are its own: encoders/endpoint.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bildtext.errors import BildtextError, ConfigurationError, NotFound, TransientError

# A call that is never answered ends after 2 × (1 + 3) s and a pause of at most 1 s: 9 s, in a third of the time that
# API Gateway waits. What a call takes from its steps is bounded by deadlines.py.
CLIENT_CONFIG: Final = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 2},
    max_pool_connections=32,
    parameter_validation=False,  # a fifth of what a PutItem takes here; the service checks the same
)

_MISSING: Final = {"NoSuchKey", "NoSuchVersion", "404", "NotFound"}
_NOT_ALLOWED: Final = {
    "AccessDenied",
    "AccessDeniedException",
    "NoSuchBucket",
    "ResourceNotFoundException",
    "ValidationException",
    "ExpiredToken",
    "UnrecognizedClientException",
    "InvalidClientTokenId",
    "InvalidAccessKeyId",
    "403",
}


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Run one AWS call; `doing` completes the sentence "Could not …".

    Raises:
        NotFound: the object does not exist.
        ConfigurationError: the call is not allowed, malformed, or names a resource that is not there.
        TransientError: throttling, time-outs, anything else; worth another try.
    """
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind: type[BildtextError] = TransientError
        if code in _MISSING:
            kind = NotFound
        elif code in _NOT_ALLOWED:
            kind = ConfigurationError
        raise kind(f"Could not {doing}: {code}.") from error
    except BotoCoreError as error:
        raise TransientError(f"Could not {doing}: {type(error).__name__}.") from error
