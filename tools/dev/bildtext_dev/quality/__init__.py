"""How good the texts and the checker are, measured on sets written by hand: `bildtext quality`."""
