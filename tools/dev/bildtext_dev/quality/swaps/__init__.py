"""A set of true and false sentences about generated articles, made to measure the claims checker.

The generator shares neither code nor words with the checker and the writer. A false sentence states a value where it is
not true (another part's, another axis', the opposite); a true one states it where the data does, in other words.
"""
