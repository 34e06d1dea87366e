#!/usr/bin/python3
"""Writes sentencepiece_unused.json: what SentencePiece makes of texts with BPE models some of whose pieces are marked unused (python3-sentencepiece with its sentencepiece_model_pb2)."""

import base64
import json
import pathlib
import random

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto

Piece = proto.ModelProto.SentencePiece


def make(rng):
    letters = "abcé"
    pieces = [("<unk>", 0.0, Piece.UNKNOWN)] + [(c, -100.0 - i, Piece.NORMAL) for i, c in enumerate("▁" + letters)]
    known = [p for p, _, _ in pieces[1:]]
    scores = list(range(1, 60)) if rng.random() < 0.7 else [rng.randint(1, 12) for _ in range(60)]
    rng.shuffle(scores)
    for score in scores[:28]:
        merged = rng.choice(known) + rng.choice(known)
        if merged not in known and len(merged) <= 7 and "▁" not in merged[1:]:
            known.append(merged)
            pieces.append((merged, -float(score), Piece.UNUSED if rng.random() < 0.4 else Piece.NORMAL))
    model = proto.ModelProto()
    for text, score, kind in pieces:
        model.pieces.add(piece=text, score=score, type=kind)
    model.trainer_spec.model_type = proto.TrainerSpec.BPE
    model.trainer_spec.unk_id = 0
    model.normalizer_spec.name = "identity"
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.escape_whitespaces = True
    return model.SerializeToString()


rng = random.Random(20)
cases = []
for _ in range(12):
    data = make(rng)
    processor = sentencepiece.SentencePieceProcessor(model_proto=data)
    texts = ["".join(rng.choice("abcé   "[: rng.randint(3, 7)]) for _ in range(rng.choice([5, 12, 30, 60, 300]))).strip() or "a" for _ in range(20)]
    cases.append({"model": base64.b64encode(data).decode(), "texts": texts, "ids": [processor.encode(text) for text in texts]})
pathlib.Path(__file__).with_name("sentencepiece_unused.json").write_text(json.dumps(cases, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
