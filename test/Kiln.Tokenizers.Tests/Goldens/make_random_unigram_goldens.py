"""Goldens of the training of Unigram models on random texts, by SentencePiece itself.

    /usr/bin/python3 make_random_unigram_goldens.py [CASES] [SEED] > random_unigram.json      (Debian's python3-sentencepiece 0.1.97)

Each case: random settings, lines of a few random words again and again, the pieces, and their scores as 32-bit floats in base64. With more characters than
seed_sentencepiece_size the reference takes no limit at all; no case has that.
"""

import base64
import io
import json
import random
import struct
import sys

import sentencepiece

SYLLABLES = ["a", "b", "ab", "ba", "aa", "the", "er", "s", "é", "ß", "中", "文", "я", "1", "23", "-", ".", "'s", "A", "B", "Ab", "ing", "un", "ひ", "カ"]


def case(seed):
    chance = random.Random(seed)
    alphabet = SYLLABLES[: chance.choice([3, 8, len(SYLLABLES)])]
    words = ["".join(chance.choices(alphabet, k=chance.randint(1, 6))) for _ in range(chance.randint(2, 40))]
    lines = [" ".join(chance.choices(words, k=chance.randint(1, 12))) for _ in range(chance.randint(2, 60))]
    settings = {"vocab_size": chance.randint(20, 120)}
    if chance.random() < 0.3:
        settings["character_coverage"] = chance.choice([1.0, 0.95, 0.9])
    if chance.random() < 0.2:
        settings["max_sentencepiece_length"] = chance.randint(1, 8)
    if chance.random() < 0.2:
        settings["split_by_unicode_script"] = False
    if chance.random() < 0.2:
        settings["split_by_number"] = False
    if chance.random() < 0.2:
        settings["split_digits"] = True
    if chance.random() < 0.2:
        settings["shrinking_factor"] = chance.choice([0.5, 0.9])
    if chance.random() < 0.2:
        settings["num_sub_iterations"] = chance.randint(1, 4)
    if chance.random() < 0.2:
        settings["seed_sentencepiece_size"] = chance.randint(60, 200)
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=model, model_type="unigram", normalization_rule_name="identity", minloglevel=3, hard_vocab_limit=False, **settings
        )
    except RuntimeError:
        return None
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    size = processor.get_piece_size()
    scores = base64.b64encode(struct.pack("<%df" % size, *[processor.get_score(i) for i in range(size)])).decode()
    return {"settings": settings, "lines": lines, "pieces": [processor.id_to_piece(i) for i in range(size)], "scores": scores}


def main():
    count, seed = (int(value) for value in (sys.argv[1:] + ["30", "1"][len(sys.argv) - 1 :]))
    cases, number = [], seed * 1000000
    while len(cases) < count:
        made = case(number)
        number += 1
        if made:
            cases.append(json.dumps(made, ensure_ascii=False))
    print("[\n" + ",\n".join(cases) + "\n]")


main()
