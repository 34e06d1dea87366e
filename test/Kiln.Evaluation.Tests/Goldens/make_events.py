"""Makes events.tfevents: the event file that Kiln must write, encoded by protobuf's own Python runtime.

The messages are declared here from the field numbers of tensorflow/core/util/event.proto and tensorflow/core/framework/summary.proto; the
checksum is a plain bitwise CRC32C. Run with Debian's python3-protobuf (4.21): /usr/bin/python3 make_events.py
With a file as argument it decodes that file instead and prints its events.
"""
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

F = descriptor_pb2.FieldDescriptorProto
file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t", syntax="proto3")


def message(name, *fields):
    m = file.message_type.add(name=name)
    for number, field, kind, *rest in fields:
        f = m.field.add(name=field, number=number, type=kind, label=F.LABEL_OPTIONAL)
        if rest:
            f.type_name = ".t." + rest[0]
        if len(rest) > 1:
            f.label = F.LABEL_REPEATED
        # Presence is explicit for members of a oneof: a value of 0 is written too.
        if field in ("simple_value", "file_version", "summary", "session_log"):
            f.oneof_index = 0
    if any(f.HasField("oneof_index") for f in m.field):
        m.oneof_decl.add(name="what")


message("Value", (1, "tag", F.TYPE_STRING), (2, "simple_value", F.TYPE_FLOAT))
message("Summary", (1, "value", F.TYPE_MESSAGE, "Value", "repeated"))
message("SessionLog", (1, "status", F.TYPE_INT32))
message(
    "Event", (1, "wall_time", F.TYPE_DOUBLE), (2, "step", F.TYPE_INT64), (3, "file_version", F.TYPE_STRING),
    (5, "summary", F.TYPE_MESSAGE, "Summary"), (7, "session_log", F.TYPE_MESSAGE, "SessionLog"))
pool = descriptor_pool.DescriptorPool()
pool.Add(file)
Event = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("t.Event"))


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def frame(event):
    data = event.SerializeToString()
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def decode(data):
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        assert struct.unpack("<I", data[8:12])[0] == masked(data[:8])
        body = data[12:12 + length]
        assert struct.unpack("<I", data[12 + length:16 + length])[0] == masked(body)
        event = Event()
        event.ParseFromString(body)
        yield event
        data = data[16 + length:]


if len(sys.argv) > 1:
    for event in decode(open(sys.argv[1], "rb").read()):
        print(event)
    sys.exit()

events = []
e = Event(wall_time=1700000000.25)
e.file_version = "brain.Event:2"
events.append(e)
e = Event(wall_time=1700000000.25, step=40)
e.session_log.status = 1
events.append(e)
for step, scalars in [
    (0, [("train/loss", 2.5), ("train/accuracy", 0.0)]),
    (1, [("train/loss", float("nan"))]),
    (3000000000, [("Ünïcode/ζ", -1e-20), ("big", float("inf"))]),
]:
    e = Event(wall_time=1700000000.25, step=step)
    for tag, value in scalars:
        v = e.summary.value.add()
        v.tag = tag
        v.simple_value = value
    events.append(e)
with open("events.tfevents", "wb") as out:
    for e in events:
        out.write(frame(e))
