// Where Hugging Face's normalizer Precompiled finds graphemes: graphemes.json.
//
//     npm install tokenizers@0.23.2 && node make_grapheme_goldens.js > graphemes.json
//
// The reference replaces a grapheme of up to five bytes by what the map has for its beginning, so a map of single characters shows which characters belong together. "map" is such a
// map for the characters of "heads", each to itself in brackets. "texts" are all pairs of characters of every kind and random rows of them, one on each line, and "results" what
// becomes of them. "blocks" are for every block of 4096 characters the hash (FNV-1a, 32 bits) of what becomes of each of its characters after each of "short".
const { precompiled } = require("tokenizers");
const { seed, below, pick } = require("./random.js");

seed(1);

// The format of the library darts-clone: each node's children have a block of 256 units of their own.
function makeMap(entries) {
  const root = { children: new Map() };
  for (const [key, value] of entries) {
    let node = root;
    for (const byte of Buffer.from(key)) {
      if (!node.children.has(byte)) node.children.set(byte, { children: new Map() });
      node = node.children.get(byte);
    }
    node.value = value;
  }
  const units = [], texts = [];
  let blocks = 1, length = 0;
  const fill = (node, place, label) => {
    const base = 256 * blocks++;
    let offset = place ^ base;
    offset = offset < 1 << 21 ? offset << 10 : ((offset >> 8) << 10) | 0x200;
    units[place] = (offset | label | (node.value === undefined ? 0 : 0x100)) >>> 0;
    if (node.value !== undefined) {
      units[base] = (0x80000000 | length) >>> 0;
      texts.push(Buffer.from(node.value + "\0"));
      length += texts.at(-1).length;
    }
    for (const [byte, child] of node.children) fill(child, base ^ byte, byte);
  };
  fill(root, 0, 0);
  const array = Buffer.alloc(4 * 256 * blocks);
  for (let i = 0; i < 256 * blocks; i++) array.writeUInt32LE(units[i] ?? 0, 4 * i);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(array.length);
  return Buffer.concat([size, array, ...texts]);
}

// One or several of each kind, of one to four bytes: controls, extending and spacing marks, what stands before, regional indicators, Hangul, pictographs, Indic consonants and
// what links and extends them.
const heads = ["a", "\u00a9", "\u0600", "\u0915", "\u1100", "\u{1f600}", "\u{1f1e6}", "\u0301", "\u0d4e", "\uac00", "\u{110bd}"];
const kinds = [...heads, "\r", "\n", "\u0001", "\u00ad", "\u200b", "\u2028", "\u034f", "\u0345", "\u0488", "\u200c", "\u200d", "\u0903", "\u0e33", "\u{11000}", "\u{1d165}", "\u{1f3fb}", "\u{e0001}", "\u{e0020}",
  "\u06dd", "\u{111c2}", "\u{1f1e7}", "\u1161", "\u11a8", "\uac01", "\ua960", "\ud7b0", "\u00ae", "\u2764", "\ufe0f", "\u{1f468}", "\u0995", "\u094d", "\u09cd", "\u0d4d", "\u17d2", "\u1b44", "\u{1133f}", "\u093c", "\ufffd", "é", "中"];
const map = makeMap(heads.map((head) => [head, `[${head}]`]));
const normalizer = precompiled([...map]);
const texts = kinds.flatMap((first) => kinds.map((second) => first + second));
for (let i = 0; i < 2500; i++) texts.push(Array.from({ length: 3 + below(5) }, () => pick(kinds)).join(""));
// A line break is one of the characters.
const results = texts.map((text) => normalizer.normalizeString(text));

const short = ["a", "\u00a9", "\u0301"];
function hash(text) {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
let blocks = "";
for (let block = 0; block < 0x110; block++) {
  const rows = [];
  for (let point = block * 4096; point < (block + 1) * 4096; point++) {
    if (point < 0xd800 || point > 0xdfff) for (const head of short) rows.push(head + String.fromCodePoint(point));
  }
  blocks += hash(normalizer.normalizeString(rows.join("|")));
}
const zipped = require("zlib").deflateSync(Buffer.from(JSON.stringify({ texts, results }))).toString("base64");
console.log(JSON.stringify({ heads, short, map: require("zlib").deflateSync(map).toString("base64"), cases: zipped, blocks }));
