"""German: grammar, vocabulary, compounds, and words in a text. Knows nothing of articles' data."""
