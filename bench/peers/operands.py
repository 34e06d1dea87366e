"""The operands of both sides: the same numbers as Operands.Draw in Kiln.Bench/Operands.cs."""
import numpy


def draw(count, seed=1, dtype=numpy.float32):
    """Numbers in [-1, 1): the finisher of MurmurHash3 over each index, of which 24 bits are kept."""
    h = numpy.arange(count, dtype=numpy.uint32) * numpy.uint32(0x9E3779B9)
    h = h + numpy.uint32((seed * 0x85EBCA77) & 0xFFFFFFFF)
    h = (h ^ (h >> numpy.uint32(16))) * numpy.uint32(0x85EBCA6B)
    h = (h ^ (h >> numpy.uint32(13))) * numpy.uint32(0xC2B2AE35)
    h = h ^ (h >> numpy.uint32(16))
    return ((h >> numpy.uint32(8)) * (1.0 / (1 << 23)) - 1).astype(dtype)
