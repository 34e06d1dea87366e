"""Resizes pictures with every filter of Pillow.

Run from this folder: python3 make_resize_goldens.py (Pillow 9.4).
"""
import pathlib

import numpy as np
from PIL import Image

here = pathlib.Path(__file__).parent
out = here / "Resize"
out.mkdir(exist_ok=True)
filters = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC, "Lanczos": Image.LANCZOS, "Nearest": Image.NEAREST}
color = Image.open(here / "Png" / "filters-libpng.png").convert("RGB")
sources = {"rgb": color, "gray": color.convert("L")}
lines = []
for mode, source in sources.items():
    for word, filter in filters.items():
        for height, width in ((24, 7), (5, 31), (10, 12), (33, 40), (23, 30), (1, 1)):
            resized = np.asarray(source.resize((width, height), filter))
            lines.append(f"{mode} {word} {height} {width} {resized.tobytes().hex()}")
(out / "pillow.txt").write_text("\n".join(lines) + "\n")
