"""Adds all routes of the API to the app."""

from catalogue.api import articles, bulk, examples, labels, openapi, photos, release, tags, text, uploads

__all__ = ["articles", "bulk", "examples", "labels", "openapi", "photos", "release", "tags", "text", "uploads"]
