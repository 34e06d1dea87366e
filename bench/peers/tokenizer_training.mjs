// Hugging Face's side of bench/tokenizer-training: node tokenizer_training.mjs PACKAGES MODEL FILE; PACKAGES is where `npm install tokenizers` was run.
import { createRequire } from "node:module";
import { basename, join } from "node:path";

const [packages, model, file] = process.argv.slice(2);
const { Tokenizer, BPE, WordPiece, bertNormalizer, bertPreTokenizer, byteLevelPreTokenizer } = createRequire(join(packages, "package.json"))("tokenizers");
let first, best = Infinity, pieces;
for (let round = 0; round < 4; round++) {
  const started = process.hrtime.bigint();
  const tokenizer = new Tokenizer(model === "bpe" ? BPE.empty() : WordPiece.empty());
  if (model === "wordpiece") tokenizer.setNormalizer(bertNormalizer());
  tokenizer.setPreTokenizer(model === "bpe" ? byteLevelPreTokenizer(false) : bertPreTokenizer());
  tokenizer.train([file]);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  first ??= seconds;
  best = Math.min(best, seconds);
  pieces = tokenizer.getVocabSize();
}

// The library shows bars of its own on the same line.
console.log("\n" + JSON.stringify({ of: "Hugging Face tokenizers", model, texts: basename(file, ".txt"), firstSeconds: +first.toFixed(3), bestSeconds: +best.toFixed(3), pieces }));
