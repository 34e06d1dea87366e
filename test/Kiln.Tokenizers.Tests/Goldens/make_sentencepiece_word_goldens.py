"""Goldens of SentencePiece models of words and of characters, trained and used by SentencePiece itself.

    /usr/bin/python3 make_sentencepiece_word_goldens.py      (Debian's python3-sentencepiece 0.1.97)

Small models of a text below, without Unicode normalization (whose map would be the larger part of each). Writes sentencepiece_words.json: the texts, and for each
model its name, its settings, the file in base64 and the ids of each text.
"""

import base64
import io
import json
import os

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
LINES = [
    "The kiln is hot, and the pots in the kiln are red.",
    "A potter turns the clay; the clay turns into a pot.",
    "Der Ofen ist heiß, und die Töpfe im Ofen sind rot.",
    "Le four est chaud et les pots sont déjà rouges.",
    "窑 很 热 ， 罐子 是 红色 的 。",
    "The potter sings, the kiln hums, and 24 pots cool in the yard.",
] * 3
TEXTS = [
    "", " ", "the kiln is hot", "The kiln is hot, and the pots are red.", "the  kiln   is", " a kiln ", "unknown words here and the kiln", "the unknown kiln nowhere seen before is",
    "Der Ofen ist heiß", "窑 很 热", "窑很热", "▁the▁kiln", "▁▁ the", "<s>", "<unk>", "the <s> kiln </s>", "<sep>", "the <sep> kiln<sep>", "<0x41>", "tab\tkiln", "a\nkiln", "24 pots", "😀 kiln 😀😀", "kiln.", "ẞ é e\u0301",
    "the kiln " * 30, "xyz " * 20,
]
CASES = [
    ("words", {"model_type": "word", "vocab_size": 40}),
    ("words without a space in front", {"model_type": "word", "vocab_size": 40, "add_dummy_prefix": False}),
    ("words with extra spaces", {"model_type": "word", "vocab_size": 30, "remove_extra_whitespaces": False}),
    ("words with a symbol", {"model_type": "word", "vocab_size": 40, "user_defined_symbols": "<sep>", "control_symbols": "<cls>"}),
    ("words with the mark behind", {"model_type": "word", "vocab_size": 40, "treat_whitespace_as_suffix": True}),
    ("words and bytes", {"model_type": "word", "vocab_size": 300, "byte_fallback": True}),
    ("characters", {"model_type": "char", "vocab_size": 40}),
    ("characters with a symbol", {"model_type": "char", "vocab_size": 30, "user_defined_symbols": "<sep>,the"}),
    ("characters with the mark behind", {"model_type": "char", "vocab_size": 40, "treat_whitespace_as_suffix": True}),
    ("characters and bytes", {"model_type": "char", "vocab_size": 300, "byte_fallback": True}),
]


def make(name, settings):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES), model_writer=model, normalization_rule_name="identity", hard_vocab_limit=False, minloglevel=1, **settings
    )
    data = model.getvalue()
    processor = sentencepiece.SentencePieceProcessor(model_proto=data)
    return {"name": name, "settings": settings, "model": base64.b64encode(data).decode(), "ids": [processor.encode(text) for text in TEXTS], "texts": [processor.decode(processor.encode(text)) for text in TEXTS]}


def main():
    with open(os.path.join(HERE, "sentencepiece_words.json"), "w", encoding="utf-8") as file:
        json.dump({"texts": TEXTS, "models": [make(*case) for case in CASES]}, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


main()
