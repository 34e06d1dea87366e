#!/usr/bin/env python3
"""Makes the PNG goldens with encoders that are not ours: pypng (every colour type, bit depth, tRNS, Adam7; Debian: python3-png)
and Pillow over libpng (row filters, several IDAT chunks; Debian: python3-pil, python3-numpy).

Writes Png/*.png and Png/expected.txt: one line a file, "name height width channels hex". The expected samples are computed here from
the source arrays, by the rules that Kiln.Data.Png states (sixteen bits rounded to eight, fewer bits spread over 0 to 255), not by
decoding. resize.txt and gray.txt hold Pillow's own resampling and grey conversion of one picture.
"""
import io
import pathlib
import random
import struct
import zlib

import numpy as np
import png
from PIL import Image

out = pathlib.Path(__file__).parent / "Png"
out.mkdir(exist_ok=True)
random.seed(7)
expected = []


def to8(value, depth):
    most = (1 << depth) - 1
    return (value * 255 + most // 2) // most


def record(name, rows, channels):
    flat = bytes(v for row in rows for v in row)
    expected.append(f"{name} {len(rows)} {len(rows[0]) // channels} {channels} {flat.hex()}")


def samples(width, height, planes, depth):
    most = (1 << depth) - 1
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            for c in range(planes):
                ramp = (x * (c + 1) + y * 3) * most // (width * 3 + height * 3)
                row.append(min(most, ramp) if random.random() < 0.7 else random.randint(0, most))
        rows.append(row)
    return rows


def write(name, rows, width, height, **options):
    with open(out / f"{name}.png", "wb") as file:
        png.Writer(width=width, height=height, **options).write(file, rows)


for interlace in (False, True):
    suffix = "-adam7" if interlace else ""
    for depth in (1, 2, 4, 8, 16):
        rows = samples(13, 11, 1, depth)
        write(f"gray{depth}{suffix}", rows, 13, 11, greyscale=True, bitdepth=depth, interlace=interlace)
        record(f"gray{depth}{suffix}", [[to8(v, depth) for v in row] for row in rows], 1)

        clear = rows[5][6]
        write(f"gray{depth}-trns{suffix}", rows, 13, 11, greyscale=True, bitdepth=depth, interlace=interlace, transparent=clear)
        record(f"gray{depth}-trns{suffix}", [[w for v in row for w in (to8(v, depth), 0 if v == clear else 255)] for row in rows], 2)

    for depth in (8, 16):
        for planes, kind, options in (
            (2, "graya", dict(greyscale=True, alpha=True)),
            (3, "rgb", dict(greyscale=False)),
            (4, "rgba", dict(greyscale=False, alpha=True)),
        ):
            rows = samples(13, 11, planes, depth)
            write(f"{kind}{depth}{suffix}", rows, 13, 11, bitdepth=depth, interlace=interlace, **options)
            record(f"{kind}{depth}{suffix}", [[to8(v, depth) for v in row] for row in rows], planes)

        rows = samples(13, 11, 3, depth)
        clear = tuple(rows[4][9:12])
        write(f"rgb{depth}-trns{suffix}", rows, 13, 11, greyscale=False, bitdepth=depth, interlace=interlace, transparent=clear)
        record(
            f"rgb{depth}-trns{suffix}",
            [[w for i in range(0, len(row), 3)
              for w in (*(to8(v, depth) for v in row[i:i + 3]), 0 if tuple(row[i:i + 3]) == clear else 255)] for row in rows],
            4)

    for depth in (1, 2, 4, 8):
        colours = 1 << depth if depth < 8 else 200
        for alpha in (False, True):
            palette = [tuple(random.randint(0, 255) for _ in range(3)) for _ in range(colours)]
            if alpha:
                palette = [(*p, random.randint(0, 254)) if i < colours // 2 else p for i, p in enumerate(palette)]
            rows = [[random.randint(0, colours - 1) for _ in range(13)] for _ in range(11)]
            name = f"palette{depth}{'-trns' if alpha else ''}{suffix}"
            write(name, rows, 13, 11, palette=palette, bitdepth=depth, interlace=interlace)
            full = [p + (255,) if alpha and len(p) == 3 else p for p in palette]
            record(name, [[w for v in row for w in full[v]] for row in rows], 4 if alpha else 3)

# Every small size, where passes of Adam7 are empty.
for side in range(1, 9):
    for width, height in dict.fromkeys(((side, side), (side, 1), (1, side))):
        rows = samples(width, height, 1, 2)
        name = f"adam7-{width}x{height}"
        write(name, rows, width, height, greyscale=True, bitdepth=2, interlace=True)
        record(name, [[to8(v, 2) for v in row] for row in rows], 1)

# Row filters, by libpng; and each filter forced on every row, by hand.
y, x = np.mgrid[0:24, 0:31]
smooth = np.stack([(x * 7 + y) % 256, (y * 9 + x * x) % 256, (x * y) % 256], -1).astype(np.uint8)
Image.fromarray(smooth).save(out / "filters-libpng.png", optimize=True)
record("filters-libpng", smooth.reshape(24, -1).tolist(), 3)


def paeth(a, b, c):
    p = a + b - c
    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
    return a if pa <= pb and pa <= pc else b if pb <= pc else c


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def by_hand(name, array, filters, pieces, extra=b""):
    height, width, channels = array.shape
    raw = bytearray()
    for r in range(height):
        row, above = array[r].reshape(-1).tolist(), array[r - 1].reshape(-1).tolist() if r else [0] * (width * channels)
        kind = filters[r % len(filters)]
        raw.append(kind)
        for i, v in enumerate(row):
            a = row[i - channels] if i >= channels else 0
            c = above[i - channels] if i >= channels else 0
            raw.append((v - [0, a, above[i], (a + above[i]) // 2, paeth(a, above[i], c)][kind]) & 255)
    data = zlib.compress(bytes(raw), 9)
    cuts = sorted(random.sample(range(1, len(data)), pieces - 1)) if pieces > 1 else []
    parts = [data[i:j] for i, j in zip([0] + cuts, cuts + [len(data)])]
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, 0))
    file += extra + b"".join(chunk(b"IDAT", p) for p in parts) + chunk(b"IEND", b"")
    (out / f"{name}.png").write_bytes(file)
    record(name, array.reshape(height, -1).tolist(), channels)


for kind in range(5):
    by_hand(f"filter{kind}", smooth, [kind], 1)
by_hand("filters-mixed-many-idat", smooth, [4, 3, 2, 1, 0], 9)
by_hand("empty-idat-and-ancillary", smooth[:, :, :1], [1, 4], 3,
        chunk(b"gAMA", struct.pack(">I", 45455)) + chunk(b"tEXt", b"Comment\0hello") + chunk(b"prVt", b"private") + chunk(b"IDAT", b""))

(out / "expected.txt").write_text("\n".join(expected) + "\n")

# Pillow's resampling and grey conversion of one picture.
lines = []
for height, width, filter, word in (
    (12, 31, Image.BOX, "Area"), (24, 62, Image.BOX, "Area"), (6, 31, Image.BOX, "Area"),
    (10, 12, Image.BILINEAR, "Bilinear"), (48, 93, Image.BILINEAR, "Bilinear"), (24, 7, Image.BILINEAR, "Bilinear"),
    (13, 17, Image.NEAREST, "Nearest"), (59, 60, Image.NEAREST, "Nearest"),
):
    resized = np.asarray(Image.fromarray(smooth).resize((width, height), filter))
    lines.append(f"{word} {height} {width} {resized.tobytes().hex()}")
(out / "resize.txt").write_text("\n".join(lines) + "\n")
(out / "gray.txt").write_text(np.asarray(Image.fromarray(smooth).convert("L")).tobytes().hex() + "\n")
