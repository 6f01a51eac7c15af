"""The tagging function: product photos become tags. `flow.py` is the one file to read."""
