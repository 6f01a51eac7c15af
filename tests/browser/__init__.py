"""Tests of the editors' page in Debian's Chromium, on the complete local system. `make e2e` runs them."""
