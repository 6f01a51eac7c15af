"""How likely a finding is right, learned from sentences whose truth is known.

The rules find what the data does not back. In sentences that nobody had seen while the rules were written, every fifth
finding was wrong, and mending single cases changed nothing in the next sentences. So each word is weighed by its
circumstances: what the rules say of it, what the data has of it, of its neighbours, and of the statement that they
share. `bildtext weigh` learns the weights from tests/quality/corpus; model.json holds them.
"""

from description.claims.confidence.circumstances import Circumstances
from description.claims.confidence.weighing import Weigher

__all__ = ["Circumstances", "Weigher"]
