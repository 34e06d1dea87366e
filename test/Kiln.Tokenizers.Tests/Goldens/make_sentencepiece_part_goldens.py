"""Goldens of SentencePiece files that lack parts or are cut off, by SentencePiece itself.

    KILN_TEST_DATA=… /usr/bin/python3 make_sentencepiece_part_goldens.py      (Debian's python3-sentencepiece 0.1.97)

Writes sentencepiece_parts.json: the texts; for each model of tokenizers/sentencepiece, without the settings of its training (field 2), without its normalization
(field 3) and without both, the ids and the decoded texts, and the ids of the beginning, the end, the unknown piece and padding, or null where SentencePiece refuses it; and
for one model cut off at many places those where SentencePiece takes it.
"""

import json
import os

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(os.environ["KILN_TEST_DATA"], "tokenizers", "sentencepiece")
TEXTS = ["", "Hello world", "  This is  a test. ", "▁▁ the ▁ end", "ﬁne ① é", "I saw a girl with a telescope.", "<s> a </s> <unk> <pad>", "a\tb\nc", "😀 the"]
CUT = "test_sentencepiece_bpe_char.model"


def fields(data):
    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value, at

    at = 0
    while at < len(data):
        start = at
        key, at = varint(at)
        size, at = varint(at)
        at += size
        yield key >> 3, data[start:at]


def load(data):
    processor = sentencepiece.SentencePieceProcessor()
    try:
        processor.LoadFromSerializedProto(data)
    except RuntimeError:
        return None
    return processor


def describe(processor):
    if processor is None:
        return None
    ids = [processor.encode(text) for text in TEXTS]
    return {"ids": ids, "texts": [processor.decode(item) for item in ids], "roles": [processor.bos_id(), processor.eos_id(), processor.unk_id(), processor.pad_id()]}


def main():
    models = []
    for name in sorted(os.listdir(FOLDER)):
        with open(os.path.join(FOLDER, name), "rb") as file:
            parts = list(fields(file.read()))
        for left in ([], [2], [3], [2, 3]):
            models.append({"name": name, "left": left, "reference": describe(load(b"".join(part for field, part in parts if field not in left)))})
    with open(os.path.join(FOLDER, CUT), "rb") as file:
        data = file.read()
    places = [*range(1, 1300), *range(1300, len(data) - 200, 997), *range(len(data) - 200, len(data))]
    taken = [place for place in places if load(data[:place]) is not None]
    with open(os.path.join(HERE, "sentencepiece_parts.json"), "w", encoding="utf-8") as file:
        json.dump({"texts": TEXTS, "models": models, "cut": {"name": CUT, "places": places, "taken": taken}}, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


main()
