"""Captioning models on torch: complete, as the reference for exports, and split into two halves for export."""
