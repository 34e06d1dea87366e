// What Hugging Face's tokenizers make of every character, for each part that looks one up: character_blocks.json.
//
//     npm install tokenizers@0.23.2 && node make_character_goldens.js > character_blocks.json
//     node make_character_goldens.js PART BLOCK        shows what a part makes of one block
//
// For every part and every block of 4096 characters (surrogates left out), the hash of what becomes of the block's characters with something between them: FNV-1a, 32 bits,
// of UTF-8; for parts that cut, of the words with line feeds between. Patterns are given the characters in several surroundings, of the large uniform ranges every 61st.
const { Tokenizer, ...parts } = require("tokenizers");

const Block = 4096, Blocks = 0x110000 / Block;
const isSurrogate = (point) => point >= 0xd800 && point <= 0xdfff;
const inRange = (point, first, last) => point >= first && point <= last;
const isUniform = (point) => inRange(point, 0x3400, 0x9fff) || inRange(point, 0xac00, 0xd7a3) || inRange(point, 0xe000, 0xf8ff) || inRange(point, 0x17000, 0x18cff) || point >= 0x20000;

function characters(block, sparse) {
  const list = [];
  for (let point = block * Block; point < (block + 1) * Block; point++) {
    if (!isSurrogate(point) && !(sparse && isUniform(point) && point % 61)) list.push(String.fromCodePoint(point));
  }
  return list;
}

function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}

// Parts that change a text.
const bert = (cleanText, handleChineseChars, stripAccents, lowercase) => parts.bertNormalizer({ cleanText, handleChineseChars, stripAccents, lowercase });
const normalizers = {
  NFC: parts.nfcNormalizer(), NFD: parts.nfdNormalizer(), NFKC: parts.nfkcNormalizer(), NFKD: parts.nfkdNormalizer(), Lowercase: parts.lowercase(), StripAccents: parts.stripAccentsNormalizer(),
  Nmt: parts.nmt(), "BERT clean": bert(true, false, false, false), "BERT Chinese": bert(false, true, false, false), "BERT strip": bert(false, false, true, false),
  "BERT lower": bert(false, false, false, true), BERT: bert(true, true, true, true), "BERT cased": bert(true, true, false, false),
};

// Parts that cut a text; those that these bindings do not make by themselves work in a tokenizer whose words are its tokens.
const words = (pre_tokenizer) => {
  const tokenizer = Tokenizer.fromString(JSON.stringify({
    version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer, post_processor: null, decoder: null,
    model: { type: "WordLevel", unk_token: "?", vocab: { "?": 0 } },
  }));
  return async (text) => {
    const points = Array.from(text);
    return (await tokenizer.encode(text, null, { addSpecialTokens: false })).getOffsets().map(([start, end]) => points.slice(start, end).join(""));
  };
};
const cutters = {
  BertPreTokenizer: { type: "BertPreTokenizer" }, Whitespace: { type: "Whitespace" }, WhitespaceSplit: { type: "WhitespaceSplit" }, Digits: { type: "Digits", individual_digits: true },
  Punctuation: { type: "Punctuation", behavior: "Isolated" }, UnicodeScripts: { type: "UnicodeScripts" },
};

const split = (pattern) => ({ type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false });
const categories = "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs Zl Zp C Cc Cf Co Cn".split(" ");
const classes = [...categories.map((name) => `\\p{${name}}`), "\\s", "\\w", "\\d", "\\P{L}", "[^\\s\\p{L}\\p{N}]"];

const patterns = {
  "GPT-2": "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
  cl100k: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  Qwen2: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  o200k: "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  Tekken: "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
  "DeepSeek digits": "\\p{N}{1,3}",
  "DeepSeek CJK": "[一-龥぀-ゟ゠-ヿ]+",
  DeepSeek: "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
};
const surrounded = (character) => `a${character}A${character}1${character} ${character}.${character}'s${character}'${character}\n`;

const all = {};
for (const [name, normalizer] of Object.entries(normalizers)) all[name] = async (block) => normalizer.normalizeString(characters(block).join("\n"));
for (const [name, cutter] of Object.entries(cutters)) {
  const cut = words(cutter);
  all[name] = async (block) => (await cut(characters(block).join("a"))).join("\n");
}
for (const pattern of classes) {
  const cut = words(split(pattern));
  all[pattern] = async (block) => (await cut(characters(block).join("a"))).join("\n");
}
for (const [name, pattern] of Object.entries(patterns)) {
  const cut = words(split(pattern));
  all[name] = async (block) => (await cut(characters(block, true).map(surrounded).join(""))).join("\n");
}

async function main([part, block]) {
  if (part) return console.log(await all[part](Number(block)));
  const lines = [];
  for (const [name, make] of Object.entries(all)) {
    const hashes = [];
    for (let i = 0; i < Blocks; i++) hashes.push(hash(await make(i)));
    lines.push(`${JSON.stringify(name)}: ${JSON.stringify(hashes.join(""))}`);
  }
  console.log(`{\n${lines.join(",\n")},\n"patterns": ${JSON.stringify(patterns)}\n}`);
}
main(process.argv.slice(2));
