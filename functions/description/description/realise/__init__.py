"""Realisation: what the data says of an article as a German text."""
