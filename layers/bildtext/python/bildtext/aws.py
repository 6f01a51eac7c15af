"""Errors, timeouts and retries of AWS clients, except those of the GPU endpoint (encoders/endpoint.py)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bildtext.errors import BildtextError, ConfigurationError, NotFound, TransientError

# A call without an answer ends after 2 × (1 + 3) s and a pause of at most 1 s: 9 s, a third of API Gateway's timeout.
# deadlines.py limits the time of each step.
CLIENT_CONFIG: Final = Config(
    connect_timeout=1,
    read_timeout=3,
    retries={"mode": "standard", "total_max_attempts": 2},
    max_pool_connections=32,
    parameter_validation=False,  # takes a fifth of the client time of a PutItem; the service validates too
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
def aws_errors(action: str) -> Iterator[None]:
    """Run one AWS call; `action` completes the sentence "Could not …". Raises NotFound for a missing object,
    ConfigurationError for a call that is not allowed, malformed or to a missing resource, else TransientError."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind: type[BildtextError] = TransientError
        if code in _MISSING:
            kind = NotFound
        elif code in _NOT_ALLOWED:
            kind = ConfigurationError
        raise kind(f"Could not {action}: {code}.") from error
    except BotoCoreError as error:
        raise TransientError(f"Could not {action}: {type(error).__name__}.") from error
