"""SentencePiece's side of bench/tokenizer-training: sentencepiece_training.py - unigram FILE. Its sums depend on its number of threads, which stays at its default of 16."""

import io
import json
import os
import sys
import time

import sentencepiece

file = sys.argv[3]
times = []
for _ in range(4):
    model = io.BytesIO()
    started = time.perf_counter()
    sentencepiece.SentencePieceTrainer.train(input=file, model_writer=model, model_type="unigram", vocab_size=8000, normalization_rule_name="identity", minloglevel=2)
    times.append(time.perf_counter() - started)
pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue()).get_piece_size()
name = os.path.splitext(os.path.basename(file))[0]
print(json.dumps({"of": "SentencePiece", "model": "unigram", "texts": name, "firstSeconds": round(times[0], 3), "bestSeconds": round(min(times), 3), "pieces": pieces}), flush=True)
