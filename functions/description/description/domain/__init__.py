"""The types that the whole function shares: what an article is, and what is said of it."""
