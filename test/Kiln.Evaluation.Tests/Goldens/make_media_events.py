"""Makes media.tfevents: histogram, picture and graph as Kiln must write them, encoded by protobuf's own Python runtime.

Field numbers of tensorflow/core/framework/summary.proto (HistogramProto, Summary.Image), graph.proto and node_def.proto. Buckets follow
TensorBoard's: limits of 1e-12 · 1.1^k in both directions. Run with Debian's python3-protobuf: /usr/bin/python3 make_media_events.py
"""
import bisect
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
file = descriptor_pb2.FileDescriptorProto(name="media.proto", package="t", syntax="proto2")


def message(name, *fields):
    m = file.message_type.add(name=name)
    for number, field, kind, *rest in fields:
        f = m.field.add(name=field, number=number, type=kind, label=F.LABEL_OPTIONAL)
        if rest and rest[0]:
            f.type_name = ".t." + rest[0]
        if len(rest) > 1:
            f.label = F.LABEL_REPEATED
            f.options.packed = rest[1] == "packed"


message("Image", (1, "height", F.TYPE_INT32), (2, "width", F.TYPE_INT32), (3, "colorspace", F.TYPE_INT32), (4, "encoded", F.TYPE_BYTES))
message(
    "Histogram", (1, "min", F.TYPE_DOUBLE), (2, "max", F.TYPE_DOUBLE), (3, "num", F.TYPE_DOUBLE), (4, "sum", F.TYPE_DOUBLE),
    (5, "sum_squares", F.TYPE_DOUBLE), (6, "bucket_limit", F.TYPE_DOUBLE, "", "packed"), (7, "bucket", F.TYPE_DOUBLE, "", "packed"))
message("Value", (1, "tag", F.TYPE_STRING), (4, "image", F.TYPE_MESSAGE, "Image"), (5, "histo", F.TYPE_MESSAGE, "Histogram"))
message("Summary", (1, "value", F.TYPE_MESSAGE, "Value", "repeated"))
message("Node", (1, "name", F.TYPE_STRING), (2, "op", F.TYPE_STRING), (3, "input", F.TYPE_STRING, "", "repeated"))
message("Graph", (1, "node", F.TYPE_MESSAGE, "Node", "repeated"))
message(
    "Event", (1, "wall_time", F.TYPE_DOUBLE), (2, "step", F.TYPE_INT64), (3, "file_version", F.TYPE_STRING), (4, "graph_def", F.TYPE_BYTES),
    (5, "summary", F.TYPE_MESSAGE, "Summary"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
factory = message_factory.MessageFactory(pool)
Event, Graph = (factory.GetPrototype(pool.FindMessageTypeByName("t." + name)) for name in ("Event", "Graph"))


def masked(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def frame(event):
    data = event.SerializeToString()
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


limits = []
limit = 1e-12
while limit < 1e20:
    limits.append(limit)
    limit *= 1.1
limits.append(sys.float_info.max)
limits = [-v for v in reversed(limits)] + [0.0] + limits
values = [-1.5, 0.0, 1e-13, 0.25, 0.26, 2.0, 2.0]
counts = [0] * len(limits)
for v in values:
    counts[bisect.bisect_right(limits, v)] += 1
used = [i for i, c in enumerate(counts) if c]
first, last = used[0] - 1, used[-1] + 1

events = [Event(wall_time=1700000000.25, file_version="brain.Event:2")]
e = Event(wall_time=1700000000.25, step=3)
v = e.summary.value.add(tag="layers/0/weight")
h = v.histo
h.min, h.max, h.num, h.sum, h.sum_squares = min(values), max(values), len(values), sum(values), sum(x * x for x in values)
h.bucket_limit.extend(limits[first:last + 1])
h.bucket.extend(counts[first:last + 1])
events.append(e)
e = Event(wall_time=1700000000.25, step=4)
v = e.summary.value.add(tag="picture")
v.image.height, v.image.width, v.image.colorspace, v.image.encoded = 3, 2, 1, open("media.png", "rb").read()
events.append(e)
graph = Graph()
for name, op, inputs in [("input", "Input", []), ("net/0_Dense", "Dense", ["input"]), ("net/1_ReLU", "ReLU", ["net/0_Dense"])]:
    graph.node.add(name=name, op=op, input=inputs)
events.append(Event(wall_time=1700000000.25, graph_def=graph.SerializeToString()))
with open("media.tfevents", "wb") as out:
    for e in events:
        out.write(frame(e))
