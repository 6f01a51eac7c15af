"""Reading a Hugging Face folder: whole or not at all.

What a folder lacks, transformers makes up: weights that no file holds are random, a tokenizer without files is empty,
a setting that a class does not know is passed over. So a folder is checked before it is loaded (`folder`), and what was
loaded is checked again (`weights`, `tokenizer`, `image_processor`). No code that a folder brings along is ever run.
"""
