"""Adds all routes of the API to the app."""

from catalogue.api import articles, bulk, data, examples, labels, openapi, photos, release, tags, text, uploads

__all__ = ["articles", "bulk", "data", "examples", "labels", "openapi", "photos", "release", "tags", "text", "uploads"]
