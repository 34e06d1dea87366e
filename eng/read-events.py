#!/usr/bin/env python3
"""Reads a TensorBoard event file without Kiln and without TensorBoard: python3 eng/read-events.py FILE [FOLDER FOR PICTURES]

The framing of TFRecord (length, masked CRC-32C, data, masked CRC-32C) and the protobuf fields of Event, Summary, HistogramProto, Summary.Image and GraphDef are
decoded here by their published numbers. Every checksum is verified. A second opinion on what Kiln writes; needs nothing but Python.
"""
import collections
import os
import struct
import sys


def make_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


TABLE = make_table()


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 255] ^ crc >> 8
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        size, check = struct.unpack_from("<QI", data, at)
        record = data[at + 12 : at + 12 + size]
        (record_check,) = struct.unpack_from("<I", data, at + 12 + size)
        assert check == masked_crc(data[at : at + 8]) and record_check == masked_crc(record), f"checksum at byte {at}"
        yield record
        at += 16 + size


def message(data):
    """A protobuf message as lists of values by field number."""
    found, at = collections.defaultdict(list), 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            found[key >> 3].append(varint())
            continue
        size = {1: 8, 5: 4}[key & 7] if key & 7 != 2 else varint()
        found[key >> 3].append(data[at : at + size])
        at += size
    return found


def describe(values, tag, pictures):
    last = values[-1][1]
    if 2 in last:
        return [(step, round(struct.unpack("<f", v[2][0])[0], 4)) for step, v in values]
    if 4 in last:
        picture = message(last[4][0])
        if pictures:
            with open(os.path.join(pictures, tag.replace("/", "_") + ".png"), "wb") as file:
                file.write(picture[4][0])
        return f"picture of {picture[1][0]} x {picture[2][0]}, {len(picture[4][0])} bytes"
    histogram = message(last[5][0])
    low, high, count = (struct.unpack("<d", histogram[n][0])[0] for n in (1, 2, 3))
    counts = struct.unpack(f"<{len(histogram[7][0]) // 8}d", histogram[7][0])
    return f"histogram of {count:.0f} values from {low:.4g} to {high:.4g}, {len(counts)} bins that hold {sum(counts):.0f}"


def main():
    pictures = sys.argv[2] if len(sys.argv) > 2 else None
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    tags, number = collections.OrderedDict(), 0
    for record in records(data):
        number += 1
        event = message(record)
        for version in event[3]:
            print("version", version.decode())
        for graph in event[4]:
            print("graph", ", ".join(message(node)[1][0].decode() for node in message(graph)[1]))
        for summary in event[5]:
            for value in (message(v) for v in message(summary)[1]):
                tags.setdefault(value[1][0].decode(), []).append((event[2][0] if event[2] else 0, value))
    print(number, "records, every checksum right")
    for tag, values in tags.items():
        print(f"{tag}: {describe(values, tag, pictures)}")


main()
