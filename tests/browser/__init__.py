"""Tests of the editors' page in the system's Chromium, on the complete local system. `make browser` runs them."""
