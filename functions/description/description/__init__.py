"""The description function: product data and photo tags → a German text in which every claim has a source."""
