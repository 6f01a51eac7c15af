"""The editors' pages: HTML rendered on the server, readable without JavaScript. Pages change nothing; the API does."""
