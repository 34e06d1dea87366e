"""Goldens of SentencePiece models, by SentencePiece itself.

    KILN_TEST_DATA=… /usr/bin/python3 make_sentencepiece_goldens.py      (Debian's python3-sentencepiece 0.1.97)

Ids of seven models over the texts of tokenizers/expected/multilingual.json, and over texts that test spaces, unknown characters,
control symbols and normalization. Writes sentencepiece.json: {texts, models: {file: {ids: [[…]], long: SHA-256 of the ids, with commas between, of all
texts with spaces between, three times}}}.
"""

import hashlib
import json
import os

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(os.environ["KILN_TEST_DATA"], "tokenizers")
MODELS = ["llama2/tokenizer.model"] + ["sentencepiece/" + name for name in sorted(os.listdir(os.path.join(DATA, "sentencepiece")))]
EXTRA = [
    "", " ", "   ", " a", "a ", "  a  b  ", "a\tb\nc\r\nd", "▁", "▁▁a▁", "a▁b", " ▁ a", "<s>", "<unk>", "<0x0A>", "</s> x <s>", "[CLS] a [SEP]",
    "ﬁne ｆｕｌｌ ① ½ ㎏ Å e\u0301 \u1100\u1161\u11a8", "\u00a0nbsp\u3000wide\u200bzero\u200djoin\ufeffbom", "abc\u0000def", "\u0001\u0008\u007f\u0085",
    "I was born in 2000, and this is falsé.", "漢字かな交じり文", "😀😀 👩‍👩‍👧 a😀b", "ĀāĂă", "日 本 語 ", "x" * 100, "ab" * 60, "the " * 50, " " * 40 + "end",
    "lower UPPER Title", "don't can't won't", "1234567890 3.14", "http://example.com/?q=1&r=2", "\u0e01\u0e33\u0e44\u0e17\u0e22", "नमस्ते दुनिया", "שלום עולם", "مرحبا بالعالم",
    "a\u0300\u0301\u0302 b\u0303", "\U00020000\U0001F600\U0010FFFD", "\ud7ff\ue000\ufffd", "tab\t\ttab", "end.\n\n\nNew", "—–‐-−", "“quotes” ‘single’ «angle»", "...!?…", "a_b-c.d,e;f:g",
]


def main():
    with open(os.path.join(DATA, "expected", "multilingual.json"), encoding="utf-8") as file:
        texts = [case["text"] for case in json.load(file)["gpt2"]] + EXTRA
    # A long text: the sums of Unigram's scores are in single precision, and must round as the reference's do.
    long = " ".join(texts) * 3
    models = {}
    for name in MODELS:
        model = sentencepiece.SentencePieceProcessor(model_file=os.path.join(DATA, name))
        digest = hashlib.sha256(",".join(map(str, model.encode(long))).encode()).hexdigest()
        models[name] = {"ids": [model.encode(text) for text in texts], "long": digest}
    with open(os.path.join(HERE, "sentencepiece.json"), "w", encoding="utf-8") as file:
        json.dump({"texts": texts, "models": models}, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


main()
