"""SentencePiece's side of bench/tokenizers: sentencepiece_peer.py VOCABULARY MODEL TEXTS, on one thread. Needs the package sentencepiece."""
import json
import sys
import time

try:
    import sentencepiece
except ImportError:
    sys.exit("sentencepiece is not installed for this Python")

vocabulary, model, texts = sys.argv[1:]
with open(texts, encoding="utf-8") as file:
    texts = json.load(file)
processor = sentencepiece.SentencePieceProcessor(model_file=model)
started = time.perf_counter()
tokens = sum(len(processor.encode(text)) for text in texts)
seconds = time.perf_counter() - started
megabytes = sum(len(text.encode()) for text in texts) / 1e6
print(json.dumps({"vocabulary": vocabulary, "of": "SentencePiece", "what": "ids", "megabytesPerSecond": round(megabytes / seconds, 2), "tokens": tokens}))
