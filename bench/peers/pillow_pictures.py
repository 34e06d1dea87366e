"""Pictures in Pillow."""
import concurrent.futures
import io
import pathlib

import numpy
from PIL import Image

import operands
from pillow_kit import THREADS

goldens = pathlib.Path(__file__).resolve().parents[2] / "test" / "Kiln.Data.Tests" / "Goldens" / "Jpeg"
pool = concurrent.futures.ThreadPoolExecutor(THREADS)


def decode(file, count):
    data = (goldens / (file + ".jpg")).read_bytes()
    parts = [int(count) // THREADS] * THREADS
    last = []

    def several(number):
        # Decoding lets other threads run.
        for _ in range(number):
            image = Image.open(io.BytesIO(data))
            image.load()
        return image

    def run():
        last[:] = [several(parts[0])] if THREADS == 1 else list(pool.map(several, parts))

    return {"run": run, "result": lambda: numpy.asarray(last[0], dtype=numpy.float32)}


def resize(size, to, word):
    size, to = int(size), int(to)
    pixels = ((operands.draw(3 * size * size) + numpy.float32(1)) * numpy.float32(127.5)).astype(numpy.uint8)
    image = Image.fromarray(pixels.reshape(size, size, 3))
    filter = {"Bilinear": Image.BILINEAR, "Bicubic": Image.BICUBIC}[word]
    last = []

    def run():
        last[:] = [image.resize((to, to), filter)]

    return {"run": run, "result": lambda: numpy.asarray(last[0], dtype=numpy.float32)}
