"""Errors of access and editing; part of the tree in errors.py.

BildtextError
├── Unauthorized                 401  nobody is logged in, or the login has expired
├── Forbidden                    403  the token lacks the scope, or the user the role
├── NotAcknowledged              422  a release leaves questions open, or an edit ends one, unconfirmed
├── PreviewOutdated              409  a bulk action would do something else than its preview showed
└── VersionConflict              409  somebody else changed the article in the meantime
"""

from __future__ import annotations

from bildtext.errors import BildtextError


class Unauthorized(BildtextError):
    """The request has no valid token or session."""

    code = "unauthorized"
    status = 401
    title = "Log in first"


class Forbidden(BildtextError):
    """The caller is known, and may not do this."""

    code = "forbidden"
    status = 403
    title = "Not allowed"


class NotAcknowledged(BildtextError):
    """A text is to be released with open questions, or its release is to be ended by an edit, and the editor has not
    confirmed that."""

    code = "not-acknowledged"
    status = 422
    title = "Not confirmed"


class PreviewOutdated(BildtextError):
    """Photos were tagged again or replaced since the preview, so that the action would do something that nobody saw."""

    code = "preview-outdated"
    status = 409
    title = "The preview is out of date"


class VersionConflict(BildtextError):
    """The article has newer decisions than the one that this change was based on.

    `version` is the newest, which the next attempt has to be based on.
    """

    code = "version-conflict"
    status = 409
    title = "Somebody else changed the article"

    def __init__(self, message: str, version: int = 0) -> None:
        self.version = version
        super().__init__(message)
