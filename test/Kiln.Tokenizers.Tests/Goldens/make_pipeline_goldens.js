// Goldens of whole pipelines, by Hugging Face's tokenizers: tokenizer.json files of random components, and what becomes of random texts.
//
//     npm install tokenizers@0.23.2 && KILN_TEST_DATA=… node make_pipeline_goldens.js [CASES] [SEED] > pipelines.json
//     … node make_pipeline_goldens.js 60 1 edges > edge_pipelines.json
//     … node make_pipeline_goldens.js 40 1 added > added_pipelines.json
//     … node make_pipeline_goldens.js 60 1 decoding > decoding_pipelines.json
//
// The second makes cases that the first makes rarely or never: byte-level steps before models of words, and added tokens of spaces that take spaces. The third, added tokens
// that normalizers make alike, or like special ones. The fourth, what random ids decode to, those of no token among them.
// Each case is a tokenizer.json as the reference saves it, without its model, which is one of a few shared ones, and for each text ids, types, offsets in
// code points, words, masks and what decoding gives. "@map" stands for the character map of
// sentencepiece/spiece.model in the test data.
const fs = require("fs"), path = require("path"), os = require("os");
const { Tokenizer } = require("tokenizers");
const { seed, below, pick, flag, some } = require("./random.js");
const { isApart, answer, asker } = require("./apart.js");

const count = Number(process.argv[2] ?? 200), edges = process.argv[4] === "edges", alike = process.argv[4] === "added", decodes = process.argv[4] === "decoding";

function characterMap() {
  const data = fs.readFileSync(path.join(process.env.KILN_TEST_DATA, "tokenizers", "sentencepiece", "spiece.model"));
  const fields = (bytes, wanted) => {
    let at = 0;
    const varint = () => { let value = 0, shift = 0, byte; do { byte = bytes[at++]; value += (byte & 127) * 2 ** shift; shift += 7; } while (byte & 128); return value; };
    while (at < bytes.length) {
      const key = varint(), kind = key & 7;
      if (kind === 0) varint(); else if (kind === 1) at += 8; else if (kind === 5) at += 4;
      else { const length = varint(), part = bytes.subarray(at, at + length); at += length; if (key >> 3 === wanted) return part; }
    }
  };
  return Buffer.from(fields(fields(data, 3), 2)).toString("base64");
}
const map = characterMap();

const letters = [];
for (let value = 0, extra = 0; value < 256; value++) {
  const printable = (value >= 33 && value <= 126) || (value >= 161 && value <= 172) || value >= 174;
  letters.push(String.fromCharCode(printable ? value : 256 + extra++));
}

const fragments = edges ? [
  " ", " ", "  ", "   ", "\n", "\t", "\u00a0", "\u3000", "a", "a", "ab", "bc", "abc", "b", "é", "é", "the", "Hello", "1", "12", ".", "-", "ß", "中", "日本", "😀", "Ġ", "Ã©", "▁", "<x>", "<x>", "<xx>", "[UNK]",
] : alike ? [
  " ", " ", "  ", "a", "ab", "AB", "Ab", "é", "É", "e\u0301", "E\u0301", "ﬁ", "fi", "FI", "<s>", "<S>", "<x>", "<X>", "ß", "ẞ", "the", "The", "THE ", ".", "中",
] : [
  " ", " ", " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "\u200b", "a", "b", "ab", "abc", "ba", "aab", "B", "AB", "the", "Hello", "WORLD", "camelCase", "it's", "don't", "I'm",
  "1", "12", "12345", "٣", "½", "Ⅷ", "²", ".", ",", "...", "!?", "/", "-", "_", "#", "$", "€", "é", "e\u0301", "\u0301", "ß", "ẞ", "İ", "ſ", "ﬁ", "①", "Å", "Ω", "я", "Привет", "Ёж", "中", "中文", "日本語",
  "ひらがな", "カタカナ", "ｶﾞ", "ー", "한국어", "각", "ไทย", "हिन्दी", "שלום", "العربية", "😀", "👩‍👩‍👧", "🇩🇪", "𝔘", "𐐀", "\u200d", "\ufeff", "\ufffd", "\0", "\u0007", "▁", "Ġ", "<0x41>", "##", "</w>", "x", "xy", "y z",
  "[CLS]", "[SEP]", "<s>", "<x>", "<xx>", "[MASK]", "ab<x>", " [MASK] ", "ͅ", "\u0345\u0301", "\u1e9b\u0323", "\u0f71\u0f72", "ǅ", "Σ", "ΑΣ", "ꙮ", "ა", "Ა", "\u{1f1e6}", "\u{e0001}", "\u{1d15e}",
];
const text = () => some(0, 9, () => pick(fragments)).join("");

// Shared models.
const characters = [...new Set("abcdefghilmnorstwxyzABEHLORDW0123456789.,!?'-_#/ \n▁éßя中日本한ПриветΩ<>[]|ĠÃ©".split(""))];
const bytes = letters.map((letter, value) => `<0x${value.toString(16).toUpperCase().padStart(2, "0")}>`);

function bpe(pieces, options, firstPrefix = "", suffix = "") {
  const vocab = new Map();
  const add = (piece) => { if (!vocab.has(piece)) vocab.set(piece, vocab.size); };
  pieces.forEach(add);
  const merges = [];
  const wanted = ["ab", "abc", "aab", "ba", "the", "Hello", "it", "12", "123", "中文", "▁a", "▁the", "▁▁", "Ġa", "Ġthe", "Ã©", "lo", "llo", "e▁", "xy"];
  for (const word of wanted) {
    let left = [...word].slice(0, 1).join("");
    const rest = [...word].slice(1);
    rest.forEach((character, i) => {
      const right = firstPrefix + character + (suffix && i === rest.length - 1 ? suffix : "");
      const merged = left + right.slice(firstPrefix.length);
      if (vocab.has(left) && vocab.has(right)) {
        add(merged);
        if (!merges.some((merge) => merge[0] === left && merge[1] === right)) merges.push([left, right]);
      }
      left = merged;
    });
  }
  const model = { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, ...options };
  return { ...model, vocab: Object.fromEntries(vocab), merges };
}
const decorated = (prefix, suffix) => characters.flatMap((c) => [c, prefix + c, c + suffix, prefix + c + suffix]);
const wordPieces = ["[UNK]", ...characters, ...characters.map((c) => "##" + c), "the", "ab", "##ab", "hello", "Hello", "##lo", "12", "中文"];
const unigram = (extra, options) => ({
  type: "Unigram", unk_id: 0, byte_fallback: false,
  vocab: [["<unk>", 0], ...characters.filter((c, i) => i % 7 && c !== "▁").map((c, i) => [c, -3 - (i % 11) / 2]), ["ab", -2.5], ["abc", -3.25], ["▁the", -2], ["the", -2.25], ["▁", -1.5], ["▁▁", -4], ["Hello", -6], ["12", -4.5], ["中文", -5], ["e\u0301", -7], ...extra],
  ...options,
});
const lettered = ["Ġ", "ĠĠ", "Ċ", "a", "b", "c", "ab", "bc", "Ġa", "Ġab", "Ã", "©", "Ã©", "ĠÃ©", "the", "Ġthe", "H", "e", "l", "o", "llo", "1", "12", "Ġ1", ".", "ä¸Ń", "æĹ¥", "ðŁĺĢ", "Â", "Âł", "âĸģ", "ÄłĠ", "Äł", "Ł", "▁"];
const models = edges ? [
  { type: "WordLevel", unk_token: "[UNK]", vocab: Object.fromEntries(["[UNK]", ...lettered].map((piece, id) => [piece, id])) },
  { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 9, vocab: Object.fromEntries(["[UNK]", ...lettered, ...lettered.map((piece) => "##" + piece)].map((piece, id) => [piece, id])) },
  { type: "Unigram", unk_id: 0, byte_fallback: false, vocab: [["[UNK]", 0], ...lettered.map((piece, i) => [piece, -3 - (i % 11) / 2])] },
  { type: "Unigram", unk_id: 0, byte_fallback: true, vocab: [["[UNK]", 0], ...lettered.map((piece, i) => [piece, -3 - (i % 7) / 2]), ...bytes.map((piece) => [piece, -12])] },
] : [
  { ...bpe(letters, {}), marker: "bytes" },
  { ...bpe(letters, { ignore_merges: true }), marker: "bytes" },
  bpe(["<unk>", ...characters], { unk_token: "<unk>" }),
  bpe(["<unk>", ...characters], { unk_token: "<unk>", fuse_unk: true }),
  bpe(characters, {}),
  bpe(["<unk>", ...bytes, ...characters], { unk_token: "<unk>", fuse_unk: true, byte_fallback: true }),
  bpe(["<unk>", ...decorated("", "</w>")], { unk_token: "<unk>", end_of_word_suffix: "</w>" }, "", "</w>"),
  bpe(["<unk>", ...decorated("##", "")], { unk_token: "<unk>", continuing_subword_prefix: "##" }, "##"),
  bpe(["<unk>", ...decorated("@", "$")], { unk_token: "<unk>", continuing_subword_prefix: "@", end_of_word_suffix: "$", fuse_unk: true }, "@", "$"),
  { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab: Object.fromEntries(wordPieces.map((piece, id) => [piece, id])) },
  { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "", max_input_chars_per_word: 6, vocab: Object.fromEntries(wordPieces.filter((p) => !p.startsWith("##") || p === "##").map((piece, id) => [piece, id])) },
  { type: "WordLevel", unk_token: "<unk>", vocab: Object.fromEntries(["<unk>", "ab", "the", "Hello", "hello", "12", "中文", ".", "a", "1", "é", "▁the"].map((piece, id) => [piece, id])) },
  unigram([], {}),
  unigram(bytes.map((piece) => [piece, -12]), { byte_fallback: true }),
];
const isBytes = (model) => model.marker === "bytes";
models.forEach((model) => { model.size = Array.isArray(model.vocab) ? model.vocab.length : Object.keys(model.vocab).length; });

// Components.
const pattern = () => flag(0.3) ? { String: pick(["a", "ab", " ", "l", "中", "."]) } : {
  Regex: pick(["\\s+", "a+", "\\d", "[a-c]+", "\\p{Lu}", "\\w+|[^\\w\\s]+", "[^\\s]", "(?i)AB", "\\p{N}{1,2}", " ?\\p{L}+", "b|ab", "\\s*[\\r\\n]+", "'s|'t|'m", "\\p{P}+", "[^\\x00-\\x7F]", "(?=[A-Z])", "\\b\\w"]),
};
const normalizer = () => pick([
  () => ({ type: "NFC" }), () => ({ type: "NFD" }), () => ({ type: "NFKC" }), () => ({ type: "NFKD" }), () => ({ type: "Lowercase" }), () => ({ type: "StripAccents" }),
  () => ({ type: "Strip", strip_left: flag(), strip_right: flag() }), () => ({ type: "Prepend", prepend: pick(["▁", "ab", " ", "é"]) }),
  () => ({ type: "Replace", pattern: pattern(), content: pick(["", "▁", "b", "é ", "12"]) }), () => ({ type: "Nmt" }), () => ({ type: "Precompiled", precompiled_charsmap: map }),
  () => ({ type: "BertNormalizer", clean_text: flag(), handle_chinese_chars: flag(), strip_accents: pick([null, true, false]), lowercase: flag() }),
])();
const scheme = () => pick(["always", "first", "never"]);
const behavior = () => pick(["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]);
const metaspace = () => ({ type: "Metaspace", replacement: pick(["▁", "▁", "▁", "_"]), prepend_scheme: scheme(), split: flag(0.7) });
const preTokenizer = () => pick([
  () => ({ type: "BertPreTokenizer" }), () => ({ type: "Whitespace" }), () => ({ type: "WhitespaceSplit" }), () => ({ type: "Digits", individual_digits: flag() }),
  () => ({ type: "Punctuation", behavior: behavior() }), () => ({ type: "CharDelimiterSplit", delimiter: pick(["a", " ", "中", "-"]) }), () => ({ type: "FixedLength", length: 1 + below(5) }),
  () => ({ type: "UnicodeScripts" }), () => ({ type: "UnicodeScripts" }), metaspace, () => ({ type: "Split", pattern: pattern(), behavior: behavior(), invert: flag(0.3) }),
])();
// Its mark is no letter of a byte.
const notMetaspace = () => { for (;;) { const part = preTokenizer(); if (part.type !== "Metaspace") return part; } };
const byteLevel = () => ({ type: "ByteLevel", add_prefix_space: flag(), trim_offsets: flag(), use_regex: flag(0.7) });

// Of tokens that the normalizer makes alike and looks for, the reference finds one or the other by the order of a hash table.
const plain = (content) => content.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();
function added(size) {
  if (alike) {
    return ["<s>", "<S>", "AB", "ab", "é", "É", "e\u0301", "ﬁ", "fi", "<x>", " <X>", "ß", "the", "The "].filter(() => flag(0.5)).map((content, i) => {
      const special = flag(0.35);
      return { id: size + i, content, single_word: flag(0.2), lstrip: flag(0.25), rstrip: flag(0.25), normalized: !special && flag(0.7), special };
    }).filter((token, i, all) => !token.normalized || !all.some((other, k) => k < i && other.normalized && plain(other.content) === plain(token.content)));
  }
  if (edges) {
    return [" ", "  ", "\n", "<x>", "<x> ", " a", "ab", "bc", "é", "Ġ"].filter(() => flag(0.3)).map((content, i) => {
      const special = flag(0.2);
      return { id: size + i, content, single_word: flag(0.1), lstrip: flag(), rstrip: flag(), normalized: !special && flag(), special };
    });
  }
  const contents = ["[CLS]", "[SEP]", "<s>", "<x>", "<xx>", "[MASK]", "AB", "é", "x y"].filter(() => flag(0.5));
  contents.push(...[" x", " <x>", "a ", "  ", "▁▁", "▁the", "the"].filter(() => flag(0.1)));
  // The reference does not know a special token again, when decoding, whose text the normalizer changes.
  return contents.map((content, i) => {
    const special = flag(0.5);
    return { id: size + i, content, single_word: flag(0.2), lstrip: flag(0.25), rstrip: flag(0.25), normalized: !special && flag(0.5), special };
  });
}

function processor(tokens, depth = 0) {
  const pair = () => { const token = pick(tokens); return [token.content, token.id]; };
  const options = [() => ({ type: "ByteLevel", add_prefix_space: flag(), trim_offsets: flag(), use_regex: flag() })];
  if (tokens.length > 0) {
    options.push(
      () => ({ type: "BertProcessing", sep: pair(), cls: pair() }),
      () => ({ type: "RobertaProcessing", sep: pair(), cls: pair(), trim_offsets: flag(), add_prefix_space: flag() }),
      () => template(tokens), () => template(tokens));
    if (depth < 2) options.push(() => ({ type: "Sequence", processors: some(1, 3, () => processor(tokens, depth + 1)) }));
  }
  return pick(options)();
}
function template(tokens) {
  const special = () => ({ SpecialToken: { id: pick(tokens).content, type_id: below(3) } });
  const sequence = (id) => ({ Sequence: { id, type_id: below(3) } });
  const around = (middle) => middle.flatMap((place) => [...some(0, 2, special), place]).concat(some(0, 2, special));
  const used = {};
  tokens.forEach((token) => { used[token.content] = { id: token.content, ids: flag(0.2) ? [token.id, pick(tokens).id] : [token.id], tokens: [token.content] }; });
  Object.values(used).forEach((item) => { item.tokens = item.ids.map((id) => tokens.find((token) => token.id === id).content); });
  return { type: "TemplateProcessing", single: around([sequence("A")]), pair: around(flag(0.85) ? [sequence("A"), sequence("B")] : [sequence("B"), sequence("A")]), special_tokens: used };
}
const decoder = () => pick([
  () => ({ type: "ByteLevel", add_prefix_space: flag(), trim_offsets: flag(), use_regex: flag() }), () => ({ type: "WordPiece", prefix: pick(["##", "@", ""]), cleanup: flag() }),
  () => ({ type: "Metaspace", replacement: "▁", prepend_scheme: scheme(), split: flag() }), () => ({ type: "ByteFallback" }), () => ({ type: "Fuse" }),
  () => ({ type: "Strip", content: pick([" ", "a", "▁"]), start: below(3), stop: below(3) }), () => ({ type: "Replace", pattern: pattern(), content: pick(["", " ", "q"]) }),
  () => ({ type: "BPEDecoder", suffix: pick(["</w>", "$", "b"]) }), () => ({ type: "CTC", pad_token: pick(["<pad>", "a", "▁"]), word_delimiter_token: pick(["|", "l"]), cleanup: flag() }),
])();
const several = (name, make) => flag(0.4) ? make() : { type: "Sequence", [name]: some(1, 3, make) };

function configuration() {
  const index = below(models.length), { marker, size, ...model } = models[index];
  const tokens = added(size);
  const parts = { version: "1.0", truncation: null, padding: null, added_tokens: tokens, normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, model };
  if (flag(0.15)) parts.truncation = { direction: pick(["Right", "Left"]), max_length: 14 + below(6), strategy: pick(["LongestFirst", "OnlyFirst", "OnlySecond"]), stride: below(3) };
  if (flag(0.15)) parts.padding = { strategy: pick(["BatchLongest", { Fixed: below(20) }]), direction: pick(["Right", "Left"]), pad_to_multiple_of: pick([null, 4]), pad_id: below(4), pad_type_id: below(2), pad_token: pick(["[PAD]", "<p>"]) };
  if (alike || flag(edges ? 0.2 : 0.5)) parts.normalizer = several("normalizers", normalizer);
  // Tokens that the normalizer makes alike would be told apart by the order of a hash table.
  if (JSON.stringify(parts.normalizer).includes("Replace")) tokens.forEach((token) => { token.normalized = false; });
  if (edges) {
    if (flag(0.15)) parts.normalizer = { type: "Sequence", normalizers: [...some(0, 1, normalizer), { type: "ByteLevel" }] };
    else parts.pre_tokenizer = flag(0.6) ? byteLevel() : { type: "Sequence", pretokenizers: [...some(0, 1, preTokenizer), byteLevel(), ...some(0, 1, preTokenizer)] };
  } else if (isBytes(models[index])) {
    if (flag(0.15)) {
      parts.normalizer = { type: "Sequence", normalizers: [...some(0, 2, normalizer), { type: "ByteLevel" }] };
      if (flag(0.5)) parts.pre_tokenizer = several("pretokenizers", notMetaspace);
    } else {
      parts.pre_tokenizer = flag(0.5) ? byteLevel() : { type: "Sequence", pretokenizers: [...some(0, 2, preTokenizer), byteLevel(), ...(flag(0.15) ? [notMetaspace()] : [])] };
    }
  } else if (flag(0.75)) {
    parts.pre_tokenizer = several("pretokenizers", preTokenizer);
  }
  if (flag(0.6)) parts.post_processor = processor(tokens);
  if (flag(0.8)) parts.decoder = (edges || isBytes(models[index])) && flag(0.7) ? byteLevel() : several("decoders", decoder);
  return { index, parts };
}

const encodingOf = (encoding) => ({
  ids: encoding.getIds(), types: encoding.getTypeIds(), offsets: encoding.getOffsets().flat(), words: encoding.getWordIds().map((word) => word ?? -1),
  special: encoding.getSpecialTokensMask(), attention: encoding.getAttentionMask(), // The reference counts padding as part of a text where there is no post-processor.
  sequences: encoding.getSequenceIds().map((sequence, i) => (encoding.getAttentionMask()[i] ? sequence ?? -1 : -1)),
});

// Each case is drawn from a seed of its own. A panic of the reference ends its process, so cases are made in another one, and what it cannot answer is left out.
async function make(number) {
  seed(BigInt(number) * 1000003n);
  const file = path.join(os.tmpdir(), `pipeline-${process.pid}.json`);
  const { index, parts } = configuration();
  let tokenizer;
  try {
    tokenizer = Tokenizer.fromString(JSON.stringify(parts));
  } catch (error) {
    if (process.env.SHOW) process.stderr.write(`${error}: ${JSON.stringify({ ...parts, model: undefined }).replaceAll(map, "@map")}\n`);
    return null;
  }
  tokenizer.save(file, false);
  const { model, ...rest } = JSON.parse(fs.readFileSync(file, "utf8"));
  fs.rmSync(file);
  const texts = [];
  if (decodes) {
    const ids = () => flag(0.3) ? models[index].size + below(parts.added_tokens.length + 2) : below(models[index].size);
    const run = () => flag(0.2) ? Array(1 + below(4)).fill(ids()) : [ids()];
    const decoded = [];
    for (const list of some(4, 8, () => some(0, 10, run).flat())) decoded.push({ ids: list, decoded: [await tokenizer.decode(list, false), await tokenizer.decode(list, true)] });
    return { index, model, item: { model: index, ...rest, texts, decoded } };
  }
  for (let i = 0; i < 3; i++) {
    // Of a pair that is truncated, the reference counts no more tokens than are kept, and so it may give the odd one to the other text.
    const pairs = flag(0.3) && rest.truncation?.strategy !== "LongestFirst";
    const first = text(), second = pairs ? text() : null, specials = flag(0.8);
    try {
      const encoding = await tokenizer.encode(first, second, { addSpecialTokens: specials });
      const skipped = {};
      // With truncation the reference stops early: what overflows is not all there, and words on the left are not counted. After a sequence of processors, special tokens
      // count as parts of a text or as texts of their own.
      if (rest.truncation) skipped.overflow = skipped.words = undefined;
      if (rest.post_processor?.type === "Sequence") skipped.sequences = undefined;
      texts.push({
        first, second, specials, ...encodingOf(encoding), overflow: encoding.getOverflowing().map((part) => part.getIds()),
        decoded: [await tokenizer.decode(encoding.getIds(), false), await tokenizer.decode(encoding.getIds(), true)], ...skipped,
      });
    } catch (error) {
      texts.push({ first, second, specials, error: String(error) });
    }
  }
  return { index, model, item: { model: index, ...rest, texts } };
}

async function main() {
  const saved = [], cases = [], ask = asker(__filename);
  let [number, left] = [Number(process.argv[3] ?? 1) * 1000000, 0];
  while (cases.length < count) {
    const made = await ask(number++);
    if (made) {
      saved[made.index] = made.model;
      cases.push(made.item);
    } else {
      left++;
    }
  }
  await ask();
  process.stderr.write(`${cases.length} cases, ${left} left out\n`);
  const line = (item) => JSON.stringify(item).replaceAll(map, "@map");
  const shared = models.map((_, i) => line(saved[i] ?? null));
  console.log(`{"models": [\n${shared.join(",\n")}\n],\n"cases": [\n${cases.map(line).join(",\n")}\n]}`);
}

if (isApart) answer(make);
else main();
