"""Writes src/Kiln.Tokenizers/Unicode/decompositions.bin from Python's unicodedata: what Unicode normalization needs.

All numbers are variable-length, seven bits a byte, low bits first. Four lists, each with its count in front:
combining classes other than 0 (difference to the character before, class); full canonical decompositions (difference, length,
characters); full compatibility decompositions where they differ from those; primary composites (first, second, composite).
Hangul syllables are left out: they are computed.
"""
import pathlib
import sys
import unicodedata


def number(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF and not 0xAC00 <= c <= 0xD7A3]
out = bytearray()


def entries(items):
    global out
    out += number(len(items))
    before = 0
    for point, values in items:
        out += number(point - before)
        before = point
        for value in values:
            out += number(value)


def full(form, c):
    return [ord(x) for x in unicodedata.normalize(form, chr(c))]


entries([(c, [unicodedata.combining(chr(c))]) for c in points if unicodedata.combining(chr(c))])
canonical = {c: d for c in points if (d := full("NFD", c)) != [c]}
entries([(c, [len(d), *d]) for c, d in canonical.items()])
entries([(c, [len(d), *d]) for c in points if (d := full("NFKD", c)) != canonical.get(c, [c])])
pairs = []
for c in canonical:
    direct = unicodedata.decomposition(chr(c)).split()
    if len(direct) == 2 and unicodedata.normalize("NFC", chr(c)) == chr(c):
        pairs.append((int(direct[0], 16), int(direct[1], 16), c))
out += number(len(pairs))
for pair in sorted(pairs):
    for value in pair:
        out += number(value)

target = pathlib.Path(__file__).parents[2] / "src/Kiln.Tokenizers/Unicode/decompositions.bin"
target.write_bytes(out)
print(f"Unicode {unicodedata.unidata_version}: {len(out)} bytes", file=sys.stderr)
