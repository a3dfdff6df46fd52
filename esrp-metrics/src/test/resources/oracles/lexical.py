"""MATTR, HD-D and MTLD of the Python package lexicalrichness (0.1.x): python3 lexical.py > lexicalrichness.json"""

import json

import numpy as np
from lexicalrichness import LexicalRichness

random = np.random.default_rng(20261126)
cases = []
for n in (50, 51, 120, 700):
    for vocabulary in (2, 20, 300, 20000):
        tokens = [int(t) for t in (random.zipf(1.3, n) + random.integers(0, 3, n)) % vocabulary]
        text = LexicalRichness(tokens, preprocessor=None, tokenizer=None)
        cases.append({"tokens": tokens, "mattr": text.mattr(50), "hdd": {str(k): text.hdd(k) for k in (10, 42)},
                      "mtld": {str(t): text.mtld(t) for t in (0.6, 0.72, 0.9)}})
print(json.dumps({"cases": cases}))
