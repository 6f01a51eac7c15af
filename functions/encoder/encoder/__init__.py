"""The encoder behind the endpoint: pixels → unit vectors. Independent of label files."""
