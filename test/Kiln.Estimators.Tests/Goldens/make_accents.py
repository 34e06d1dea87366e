"""Writes accents.json: what scikit-learn's strip_accents makes of every character that Python's version of Unicode knows, as digests of 4,096 characters.

    python3 make_accents.py     (scikit-learn 1.2.1, Python 3.11: Unicode 14)
"""
import hashlib
import json
import os
import sys
import unicodedata

from sklearn.feature_extraction.text import strip_accents_ascii, strip_accents_unicode

BLOCK = 4096
known = [p for p in range(0x110000) if unicodedata.category(chr(p)) not in ("Cn", "Cs")]
runs = []
for p in known:
    if runs and p == sum(runs[-1]):
        runs[-1][1] += 1
    else:
        runs.append([p, 1])


def digests(strip):
    blocks = {}
    for p in known:
        blocks.setdefault(p // BLOCK, []).append(strip("x" + chr(p)))
    return {str(b): hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16] for b, texts in blocks.items()}


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "accents.json"), "w") as f:
    json.dump({"unicode": unicodedata.unidata_version, "python": sys.version.split()[0], "known": runs,
               "digests": {"unicode": digests(strip_accents_unicode), "ascii": digests(strip_accents_ascii)}}, f, separators=(",", ":"))
    f.write("\n")
