"""Goldens of the training of Unigram models, by SentencePiece itself.

    KILN_TEST_DATA=… /usr/bin/python3 make_unigram_goldens.py      (Debian's python3-sentencepiece 0.1.97)

Vocabularies of lines of tiny-shakespeare, of the English and German sentences of Multi30k, and of the declaration of human rights in all its languages with
Chinese reviews, without Unicode normalization (which has tests of its own), with several settings. Writes unigram.json: for each the settings, the SHA-256 of the
pieces, a line each, their scores as 32-bit floats in base64, the first pieces, and the SHA-256 of the ids of every tenth
line, with commas between ids and a line for each.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import re
import struct
import zipfile

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ["KILN_TEST_DATA"]
# What is white space to some and a sign to others stays out, as do lines that the reference would leave out for their length.
ODD = re.compile("[\x00-\x1f\x7f-\xa0\u2028\u2029\u2585\ufeff]")


def lines_of(data):
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return []
    lines = (line.strip(" ") for line in text.replace("\r", "").split("\n"))
    return [line for line in lines if line and not ODD.search(line) and len(line.encode("utf-8")) < 4000]


def read(*path):
    with open(os.path.join(DATA, *path), "rb") as file:
        return file.read()


def texts():
    shakespeare = lines_of(read("text", "tinyshakespeare.txt"))
    multi30k = [line for name in ("train.en.gz", "train.de.gz") for line in lines_of(gzip.decompress(read("multi30k", name)))]
    with zipfile.ZipFile(os.path.join(DATA, "text", "nltk_udhr.zip")) as packed:
        names = sorted(name for name in packed.namelist() if "UTF8" in name)
        languages = [line for name in names for line in lines_of(packed.read(name))]
    return {"shakespeare": shakespeare, "multi30k": multi30k, "languages": languages + lines_of(read("zh", "waimai_10k.csv"))[:2000]}


CASES = [
    ("shakespeare", {"vocab_size": 8000}),
    ("multi30k", {"vocab_size": 3000}),
    ("languages", {"vocab_size": 6000}),
    ("languages", {"vocab_size": 5000, "character_coverage": 1.0, "split_by_unicode_script": False}),
    ("shakespeare", {"vocab_size": 1000, "character_coverage": 0.98, "max_sentencepiece_length": 4}),
    ("shakespeare", {"vocab_size": 500, "shrinking_factor": 0.5, "num_sub_iterations": 1, "byte_fallback": True}),
    ("multi30k", {"vocab_size": 700, "split_by_number": False, "seed_sentencepiece_size": 2000, "num_sub_iterations": 3}),
    ("multi30k", {"vocab_size": 600, "split_digits": True, "required_chars": "漢я"}),
]


def train(name, lines, settings):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, model_type="unigram", normalization_rule_name="identity", minloglevel=1, **settings
    )
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    scores = [processor.get_score(i) for i in range(processor.get_piece_size())]
    ids = "\n".join(",".join(map(str, line)) for line in processor.encode(lines[::10]))
    return {
        "texts": name,
        "settings": settings,
        "pieces": hashlib.sha256("\n".join(pieces).encode("utf-8")).hexdigest(),
        "first": [piece for piece in pieces if not piece.startswith("<")][:20],
        "scores": base64.b64encode(struct.pack("<%df" % len(scores), *scores)).decode(),
        "ids": hashlib.sha256(ids.encode()).hexdigest(),
    }


def main():
    all_texts = texts()
    results = [train(name, all_texts[name], settings) for name, settings in CASES]
    with open(os.path.join(HERE, "unigram.json"), "w", encoding="utf-8") as file:
        json.dump(results, file, ensure_ascii=False, indent=1)
        file.write("\n")


main()
