"""Captioning models on torch: whole, as the reference that exports are compared with, and in two halves for export."""
