// Goldens of training on random texts, by Hugging Face's tokenizers: random_training.json.
//
//     npm install tokenizers@0.23.2 && node make_random_training_goldens.js [CASES] [SEED] > random_training.json
//
// Each case: the model, its normalizer and pre-tokenizer as tokenizer.json has them, lines of text, the pieces in the order of their ids and the merges. Of WordPiece, "first" are the characters,
// which the trainer numbers in the order of a table of hashes, another one each time: a test begins with the same ones.
const fs = require("fs"), path = require("path"), os = require("os");
const { Tokenizer, BPE, WordPiece, WordLevel } = require("tokenizers");
const { seed, below, pick, flag, some } = require("./random.js");

const file = path.join(os.tmpdir(), `training-${process.pid}`);
const syllables = ["a", "b", "ab", "ba", "aa", "the", "er", "s", "é", "e\u0301", "ß", "中", "文", "я", "1", "23", "-", ".", "'s", "#", "##", "▁", "Ġ", "😀", "A", "B", "Ab", "\u200b", "\t"];
const normalizers = [null, null, { type: "Lowercase" }, { type: "NFKC" }, { type: "NFD" }, { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true }];
const preTokenizers = [
  { type: "Whitespace" }, { type: "WhitespaceSplit" }, { type: "BertPreTokenizer" }, { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
  { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true }, { type: "Digits", individual_digits: true }, { type: "Punctuation", behavior: "Isolated" },
  { type: "Sequence", pretokenizers: [{ type: "WhitespaceSplit" }, { type: "Punctuation", behavior: "Removed" }] },
];
const kinds = { BPE, WordPiece, WordLevel };

function train(number) {
  seed(number);
  const kind = pick(Object.keys(kinds)), normalizer = pick(normalizers), preTokenizer = pick(preTokenizers);
  // A few words again and again, so that pairs are equally frequent as often as not.
  const words = some(2, 25, () => some(1, 6, () => pick(syllables.slice(0, flag() ? 5 : syllables.length))).join(""));
  const lines = some(1, 30, () => some(1, 12, () => pick(words)).join(pick([" ", " ", "  "])));
  const model = { type: kind, vocab: {}, ...(kind === "BPE" ? { merges: [] } : { unk_token: "[UNK]" }), ...(kind === "WordPiece" && { continuing_subword_prefix: "##", max_input_chars_per_word: 100 }) };
  const tokenizer = Tokenizer.fromString(JSON.stringify({ version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer, pre_tokenizer: preTokenizer, post_processor: null, decoder: null, model }));
  fs.writeFileSync(file, lines.join("\n") + "\n");
  tokenizer.train([file]);
  tokenizer.save(file);
  const trained = JSON.parse(fs.readFileSync(file, "utf8")).model;
  const pieces = Object.entries(trained.vocab).sort((a, b) => a[1] - b[1]).map((entry) => entry[0]);
  const merges = trained.merges?.map((merge) => (Array.isArray(merge) ? merge.join(" ") : merge));
  const first = pieces.findIndex((piece) => [...piece.replace(/^##/, "")].length > 1);
  return { kind, normalizer, preTokenizer, lines, pieces, ...(merges && { merges }), ...(kind === "WordPiece" && { first: pieces.slice(0, first < 0 ? pieces.length : first) }) };
}

const count = Number(process.argv[2] ?? 60), begin = Number(process.argv[3] ?? 1) * 1000000;
const cases = Array.from({ length: count }, (_, i) => JSON.stringify(train(begin + i)));
console.log(`[\n${cases.join(",\n")}\n]`);
fs.rmSync(file);
