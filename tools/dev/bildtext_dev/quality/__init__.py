"""The quality of the texts and the claims checker, measured on hand-written sets: `bildtext quality`."""
