"""Makes small JPEG files of every kind with libjpeg-turbo's cjpeg and jpegtran and with Pillow, and beside each, as PNG, the pixels
that Pillow decodes it to.

Run from this folder: python3 make_jpeg_goldens.py (Pillow 9.4 and numpy 1.24 over libjpeg-turbo 2.1.5; needs cjpeg and jpegtran of it).
"""
import io
import pathlib
import subprocess
import tempfile

import numpy as np
from PIL import Image, ImageFile, ImageOps

out = pathlib.Path(__file__).parent / "Jpeg"
out.mkdir(exist_ok=True)
random = np.random.RandomState(11)


def picture(height, width):
    """Smooth colours with edges and some noise, so that every frequency and both ends of the range occur."""
    y, x = np.mgrid[0:height, 0:width]
    channels = [127 + 120 * np.sin(x / 5.0 + y / 9.0), 127 + 120 * np.cos(y / 4.0 - x / 11.0), (x * 9 + y * 5) % 256]
    image = np.stack(channels, -1) + random.randint(-20, 21, (height, width, 3))
    image[(x // 7 + y // 6) % 5 == 0] = (255, 0, 30)
    return np.clip(image, 0, 255).astype(np.uint8)


def record(name, data, transpose=False):
    (out / f"{name}.jpg").write_bytes(data)
    image = Image.open(io.BytesIO(data))
    if transpose:
        image = ImageOps.exif_transpose(image)
    image = image.convert("RGB") if image.mode == "CMYK" else image
    image.save(out / f"{name}.png")


def cjpeg(image, *options):
    with tempfile.NamedTemporaryFile(suffix=".ppm") as file:
        Image.fromarray(image).save(file.name)
        return subprocess.run(["cjpeg", *options, file.name], check=True, capture_output=True).stdout


def jpegtran(data, *options):
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(data)
        file.flush()
        return subprocess.run(["jpegtran", *options, file.name], check=True, capture_output=True).stdout


def pillow(image, mode="RGB", **options):
    file = io.BytesIO()
    Image.fromarray(image, mode).save(file, "JPEG", **options)
    return file.getvalue()


def scans(text):
    file = tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False)
    file.write(text)
    file.close()
    return file.name


small = picture(29, 37)
samplings = {"444": "1x1", "422": "2x1", "420": "2x2", "440": "1x2", "411": "4x1", "410": "4x2", "141": "1x4"}
for word, factors in samplings.items():
    record(f"baseline-{word}", cjpeg(small, "-sample", factors, "-quality", "85"))
    record(f"progressive-{word}", cjpeg(small, "-sample", factors, "-quality", "85", "-progressive"))
record("odd-factors", cjpeg(small, "-sample", "1x1,2x2,1x2", "-quality", "90"))
record("chroma-finer", cjpeg(small, "-sample", "1x1,2x1,2x1", "-quality", "90"))

for height, width in ((1, 1), (1, 9), (2, 2), (3, 5), (4, 6), (8, 8), (9, 16), (15, 17), (16, 15), (33, 4), (32, 32)):
    image = picture(height, width)
    record(f"size-{height}x{width}-420", pillow(image, subsampling=2, quality=80))
    record(f"size-{height}x{width}-422-progressive", pillow(image, subsampling=1, quality=80, progressive=True))

record("restart-1", cjpeg(small, "-sample", "2x2", "-restart", "1B"))
record("restart-row", cjpeg(small, "-sample", "2x1", "-restart", "1"))
record("restart-progressive", cjpeg(small, "-sample", "2x2", "-restart", "2B", "-progressive"))
one_by_one = scans("0;\n1;\n2;\n")
record("not-interleaved", cjpeg(small, "-sample", "2x2", "-scans", one_by_one))
record("not-interleaved-restart", cjpeg(small, "-sample", "2x1", "-restart", "3B", "-scans", one_by_one))
two_and_one = scans("0 2;\n1;\n")
record("partly-interleaved", cjpeg(small, "-sample", "2x2", "-scans", two_and_one))
deep = scans("0,1,2: 0-0, 0, 3;\n0: 1-9, 0, 4;\n2: 1-63, 0, 2;\n1: 1-63, 0, 2;\n0: 10-63, 0, 4;\n0: 1-63, 4, 3;\n"
             "0: 1-63, 3, 2;\n0: 1-63, 2, 1;\n1: 1-63, 2, 1;\n2: 1-63, 2, 1;\n0,1,2: 0-0, 3, 2;\n0,1,2: 0-0, 2, 1;\n"
             "0: 0-0, 1, 0;\n1,2: 0-0, 1, 0;\n0: 1-63, 1, 0;\n1: 1-63, 1, 0;\n2: 1-63, 1, 0;\n")
record("many-scans", cjpeg(small, "-sample", "2x2", "-scans", deep, "-quality", "95"))
record("huffman-optimized", cjpeg(small, "-optimize", "-quality", "98"))
record("quality-1-wide-tables", cjpeg(small, "-quality", "1"))
record("quality-100", cjpeg(picture(40, 41), "-quality", "100", "-sample", "1x1"))
record("flat", cjpeg(np.full((19, 21, 3), (12, 200, 90), np.uint8), "-quality", "75"))
record("rgb", cjpeg(small, "-rgb", "-quality", "85"))
record("gray", cjpeg(small, "-grayscale"))
record("gray-progressive", cjpeg(small, "-grayscale", "-progressive"))
record("gray-2x2", cjpeg(small, "-grayscale", "-sample", "2x2"))
record("noise", cjpeg(random.randint(0, 256, (64, 67, 3)).astype(np.uint8), "-quality", "97", "-sample", "2x2"))

inks = np.concatenate([255 - small, random.randint(0, 256, (29, 37, 1)).astype(np.uint8)], -1)
cmyk = pillow(inks, "CMYK", quality=90)
record("cmyk", cmyk)
at = cmyk.index(b"Adobe") + 11
record("ycck", cmyk[:at] + b"\x02" + cmyk[at + 1:])
record("ycck-progressive", jpegtran(cmyk[:at] + b"\x02" + cmyk[at + 1:], "-progressive", "-copy", "all"))

for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    record(f"orientation-{orientation}", pillow(picture(10, 17), exif=exif, subsampling=0), transpose=True)

base = cjpeg(small, "-sample", "2x2")
cut = base.index(b"\xff\xda")
record("bytes-between-segments", base[:cut] + b"\x00\x01rubbish" + base[cut:])
record("fill-bytes", base[:cut] + b"\xff\xff\xff" + base[cut:])
record("comment-and-app", base[:2] + b"\xff\xfe\x00\x07hello" + b"\xff\xe5\x00\x04ab" + base[2:])

# Kinds that Kiln refuses: no pixels.
(out / "refused").mkdir(exist_ok=True)
(out / "refused" / "arithmetic.jpg").write_bytes(cjpeg(small, "-arithmetic"))
(out / "refused" / "arithmetic-progressive.jpg").write_bytes(cjpeg(small, "-arithmetic", "-progressive"))

# What Pillow makes of a file cut short, when told to keep what is there.
ImageFile.LOAD_TRUNCATED_IMAGES = True
restarts = cjpeg(picture(48, 32), "-sample", "2x2", "-restart", "1")
(out / "cut").mkdir(exist_ok=True)
half = restarts[:restarts.index(b"\xff\xd0")]
(out / "cut" / "first-row.jpg").write_bytes(half)
Image.open(io.BytesIO(half)).save(out / "cut" / "first-row.png")
