// Goldens of training, by Hugging Face's tokenizers.
//
//     npm install tokenizers@0.23.2 && KILN_TEST_DATA=… node make_training_goldens.js > training.json
//
// Byte-level BPE with the defaults of the trainer (30,000 pieces, no least frequency) on tiny-shakespeare and on the English and German sentences of Multi30k,
// and plain BPE of words between spaces on tiny-shakespeare. For each the SHA-256 of the pieces in the order of their ids, a line each,
// and that of the merges, two pieces with a space between a line; and how long the training took.
// WordPiece with BERT's normalizer and pre-tokenizer on the same texts: the trainer numbers the characters within words in the order of a table of hashes, another one each
// time, and of equally frequent pairs takes the lower numbers; so the first pieces are written down, for a test to begin with the same ones. Words between spaces as well.
const fs = require("fs"), path = require("path"), zlib = require("zlib"), crypto = require("crypto"), os = require("os");
const { Tokenizer, BPE, WordPiece, WordLevel, bertNormalizer, bertPreTokenizer, byteLevelPreTokenizer, whitespaceSplitPreTokenizer } = require("tokenizers");

const data = process.env.KILN_TEST_DATA;
const shakespeare = path.join(data, "text", "tinyshakespeare.txt");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "training-"));
const unpacked = ["train.en", "train.de"].map((name) => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, zlib.gunzipSync(fs.readFileSync(path.join(data, "multi30k", name + ".gz"))));
  return file;
});

function train(name, files, preTokenizer) {
  const tokenizer = new Tokenizer(BPE.empty());
  tokenizer.setPreTokenizer(preTokenizer);
  const start = process.hrtime.bigint();
  tokenizer.train(files);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const file = path.join(folder, "trained.json");
  tokenizer.save(file);
  const model = JSON.parse(fs.readFileSync(file, "utf8")).model;
  const pieces = Object.entries(model.vocab).sort((a, b) => a[1] - b[1]).map((entry) => entry[0]);
  const merges = model.merges.map((merge) => (Array.isArray(merge) ? merge.join(" ") : merge));
  const hash = (lines) => crypto.createHash("sha256").update(lines.join("\n")).digest("hex");
  process.stderr.write(`${name}: ${seconds.toFixed(2)} s\n`);
  return { name, pieces: pieces.length, merges: merges.length, piecesHash: hash(pieces), mergesHash: hash(merges), firstMerges: merges.slice(0, 20), lastMerges: merges.slice(-5) };
}

function trainPieces(name, model, files, normalizer, preTokenizer) {
  const tokenizer = new Tokenizer(model);
  if (normalizer) tokenizer.setNormalizer(normalizer);
  tokenizer.setPreTokenizer(preTokenizer);
  tokenizer.train(files);
  const file = path.join(folder, "trained.json");
  tokenizer.save(file);
  const vocab = JSON.parse(fs.readFileSync(file, "utf8")).model.vocab;
  const pieces = Object.entries(vocab).sort((a, b) => a[1] - b[1]).map((entry) => entry[0]);
  const first = pieces.findIndex((piece) => [...piece.replace(/^##/, "")].length > 1);
  return { name, pieces: pieces.length, piecesHash: crypto.createHash("sha256").update(pieces.join("\n")).digest("hex"), ...(name.endsWith("wordpieces") && { first: pieces.slice(0, first) }) };
}

const results = [
  train("shakespeare bytes", [shakespeare], byteLevelPreTokenizer(false)),
  train("multi30k bytes", unpacked, byteLevelPreTokenizer(false)),
  train("shakespeare words", [shakespeare], whitespaceSplitPreTokenizer()),
  trainPieces("shakespeare wordpieces", WordPiece.empty(), [shakespeare], bertNormalizer(), bertPreTokenizer()),
  trainPieces("multi30k wordpieces", WordPiece.empty(), unpacked, bertNormalizer(), bertPreTokenizer()),
  trainPieces("multi30k whole words", WordLevel.empty(), unpacked, null, whitespaceSplitPreTokenizer()),
];
console.log(JSON.stringify(results, null, 1));
fs.rmSync(folder, { recursive: true });
