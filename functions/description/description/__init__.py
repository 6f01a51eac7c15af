"""The description function: product data and the tags of photos become a German text that says no more."""
