"""The catalogue function: the editors' page, the API behind it, and the list of articles."""
