"""Goldens of SentencePiece models whose marks end words (treat_whitespace_as_suffix), by SentencePiece itself.

    /usr/bin/python3 make_sentencepiece_suffix_goldens.py      (Debian's python3-sentencepiece 0.1.97)

Writes sentencepiece_suffix.json: texts, and small models of each kind, with and without extra spaces and with a map that leaves nothing of a character, with the ids of each text and what these come back as.
"""

import base64
import io
import json
import os
import tempfile

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = ["the cat sat on the mat", "a dog saw the cat", "the mat is on a table", "cats and dogs", "what is that", "I saw a table on the hat"] * 20
TEXTS = [
    "", " ", "  ", "a", " a", "  a", "   the", "the ", " the  ", "the cat", "  the  cat  ", "    the cat sat    ", "a\nthe", " qx", "   é 漢", "\u200b", " \u200b", "\u200b a", " a \u200b", "▁ the", " ▁the▁ ",
]


def main():
    models = []
    for kind, size in (("unigram", 40), ("bpe", 50), ("char", 25), ("word", 20)):
        for extra, rules in ((True, None), (False, None), (True, "200B\t\n")):
            data = io.BytesIO()
            with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
                options = {"normalization_rule_name": "identity"}
                if rules:
                    file.write(rules)
                    file.flush()
                    options = {"normalization_rule_tsv": file.name}
                sentencepiece.SentencePieceTrainer.train(
                    sentence_iterator=iter(CORPUS), model_writer=data, model_type=kind, vocab_size=size, hard_vocab_limit=False, treat_whitespace_as_suffix=True,
                    remove_extra_whitespaces=extra, minloglevel=2, **options)
            processor = sentencepiece.SentencePieceProcessor(model_proto=data.getvalue())
            ids = [processor.encode(text) for text in TEXTS]
            models.append({
                "name": kind + ("" if extra else "_extra_spaces") + ("_map" if rules else ""),
                "model": base64.b64encode(data.getvalue()).decode(), "ids": ids, "texts": [processor.decode(item) for item in ids],
            })
    with open(os.path.join(HERE, "sentencepiece_suffix.json"), "w", encoding="utf-8") as file:
        json.dump({"texts": TEXTS, "models": models}, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


main()
