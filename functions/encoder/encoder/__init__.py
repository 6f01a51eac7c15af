"""The encoder behind the endpoint: pixels in, unit vectors out. It knows no labels."""
