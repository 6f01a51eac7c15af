"""Loads Hugging Face folders strictly.

transformers fills in what a folder lacks: missing weights are random, a tokenizer without files is empty, unknown
settings are ignored. So a folder is checked before it is loaded (`folder`), and the loaded objects are checked again
(`weights`, `tokenizer`, `image_processor`). Code in a folder is never run.
"""
