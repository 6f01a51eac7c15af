"""The tagging function: product photos → tags. Start reading at `flow.py`."""
