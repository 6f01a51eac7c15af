"""Gives out photos by a short-lived address."""

from __future__ import annotations

from typing import Final

from aws_lambda_powertools.event_handler import Response

from bildtext.access import Caller
from bildtext.http_app import route
from bildtext.storage.keys import photo_key
from bildtext.storage.photo_addresses import SECONDS_TO_LOOK
from catalogue import wiring
from catalogue.http import app

_CACHED: Final = {"Cache-Control": f"private, max-age={SECONDS_TO_LOOK - 60}"}  # the address outlives the redirect


@route(app, "GET /photos/{key+}")
def get_photo(_caller: Caller, key: str) -> Response[str]:
    """A redirect to the photo in the bucket."""
    address = wiring.photos().view_url(photo_key(key).key)
    return Response(302, None, "", {**_CACHED, "Location": address})
