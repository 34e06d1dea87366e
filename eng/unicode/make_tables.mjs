// Writes the tables of src/Kiln.Tokenizers/Unicode: what the tokenizers know of characters, each property as of the versions of Unicode that the reference's parts
// know, so that ids do not depend on the version of the platform.
//
//     npm install @unicode/unicode-{8,9,14,16,17}.0.0 && node eng/unicode/make_tables.mjs node_modules
//
// Which part knows which version was found by asking Hugging Face's tokenizers 0.23 about every character; test/Kiln.Tokenizers.Tests/Goldens/make_character_goldens.js
// asks again. All numbers are variable-length, seven bits a byte, low bits first.
//
// categories.bin, scripts.bin, letters.bin: a property in several versions. The number of versions; for each its number and the runs whose value differs from the version
// before (from 0, for the first): their number, then for each the characters left out since the last run, its length and its value. scripts.bin has its names after that.
// cases.bin: small letters of capital ones, then simple case foldings: their number, then for each the difference to the character before, and from it to the other
// one (zigzag).
// graphemes.bin: in the same form, what decides where a grapheme ends (Unicode Standard Annex 29), numbered below.
// properties.bin: binary properties and blocks of Unicode 16, for expressions: the number of sets, for each its name, the number of its runs, and for each run the
// characters left out since the last one and its length.
// foldings.bin, of Unicode 16: full case foldings of several characters: their number, for each the difference to the character before, the number of characters, these.
// decompositions.bin, of Unicode 9: marks (difference to the character before, place of the combining class in the order of these); full canonical decompositions
// (difference, length, characters); full compatibility decompositions where they differ from those; primary composites (first, second, composite). Hangul syllables
// are left out: they are computed.
import fs from "fs";
import path from "path";
import { fileURLToPath, pathToFileURL } from "url";

const modules = path.resolve(process.argv[2] ?? "node_modules");
const target = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../src/Kiln.Tokenizers/Unicode");
const points = Array.from({ length: 0x110000 }, (_, point) => point).filter((point) => point < 0xd800 || point > 0xdfff);

const folder = (version, property) => path.join(modules, `@unicode/unicode-${version}.0.0`, property);
const load = async (version, file) => (await import(pathToFileURL(folder(version, file)).href)).default;
const members = (version, property, value) => load(version, `${property}/${value}/code-points.mjs`);
const values = (version, property) => fs.readdirSync(folder(version, property)).filter((name) => !name.includes("."));

function number(value) {
  const out = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) out.push((value & 0x7f) | 0x80);
  out.push(value);
  return out;
}
const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);

// The values of a property by number; characters of no name have the number that "" stands for.
async function table(version, property, numbers) {
  const all = new Uint8Array(0x110000).fill(numbers[""] ?? 0);
  for (const name of values(version, property)) {
    if (numbers[name] !== undefined) for (const point of await members(version, property, name)) all[point] = numbers[name];
  }
  return all;
}

function runs(tables) {
  let [out, before] = [number(Object.keys(tables).length), new Uint8Array(0x110000)];
  for (const [version, now] of Object.entries(tables)) {
    const list = [];
    let [count, last] = [0, 0];
    for (let at = 0; at < 0x110000; ) {
      if (now[at] === before[at]) { at++; continue; }
      let end = at + 1;
      while (end < 0x110000 && now[end] === now[at] && now[end] !== before[end]) end++;
      list.push(...number(at - last), ...number(end - at), ...number(now[at]));
      [last, at] = [end, end];
      count++;
    }
    out = out.concat(number(Number(version)), number(count), list);
    before = now;
  }
  return out;
}

function write(name, bytes) {
  fs.writeFileSync(path.join(target, name), Buffer.from(bytes));
  console.error(`${name}: ${bytes.length} bytes`);
}

// General categories, numbered as System.Globalization.UnicodeCategory does it.
const categories = [
  "Uppercase_Letter", "Lowercase_Letter", "Titlecase_Letter", "Modifier_Letter", "Other_Letter", "Nonspacing_Mark", "Spacing_Mark", "Enclosing_Mark", "Decimal_Number", "Letter_Number",
  "Other_Number", "Space_Separator", "Line_Separator", "Paragraph_Separator", "Control", "Format", "Surrogate", "Private_Use", "Connector_Punctuation", "Dash_Punctuation", "Open_Punctuation",
  "Close_Punctuation", "Initial_Punctuation", "Final_Punctuation", "Other_Punctuation", "Math_Symbol", "Currency_Symbol", "Modifier_Symbol", "Other_Symbol", "Unassigned",
];
const categoryNumbers = Object.fromEntries(categories.map((name, i) => [name, i]));
const byVersion = {};
for (const version of [8, 9, 16, 17]) byVersion[version] = await table(version, "General_Category", { ...categoryNumbers, "": 29 });
write("categories.bin", runs(byVersion));

// Scripts: 0 for characters that are not assigned, 1 common, 2 inherited, then by name.
const names = ["Unknown", "Common", "Inherited"];
names.push(...values(16, "Script").filter((name) => !names.includes(name)).sort());
const scriptNumbers = Object.fromEntries(names.map((name, i) => [name, i]));
const scripts = {};
for (const version of [9, 14, 16]) scripts[version] = await table(version, "Script", scriptNumbers);
write("scripts.bin", [...runs(scripts), ...number(names.length), ...names.flatMap((name) => [name.length, ...Buffer.from(name)])]);

// Letters in the wider sense: bit 0 alphabetic, bit 1 small, bit 2 capital.
const letters = new Uint8Array(0x110000);
for (const [name, bit] of [["Alphabetic", 1], ["Lowercase", 2], ["Uppercase", 4]]) for (const point of await members(16, "Binary_Property", name)) letters[point] |= bit;
write("letters.bin", runs({ 16: letters }));

// Graphemes: the values of Grapheme_Cluster_Break; pictographs and consonants are numbered among them, as none of these has another value, and so are what links
// consonants and what extends them or not.
const breaks = ["Other", "CR", "LF", "Control", "Extend", "ZWJ", "Regional_Indicator", "Prepend", "SpacingMark", "L", "V", "T", "LV", "LVT"];
const [pictograph, consonant, linker, plainExtend] = [14, 15, 16, 17];
const graphemes = {};
for (const version of [16, 17]) {
  const all = await table(version, "Grapheme_Cluster_Break", { ...Object.fromEntries(breaks.map((name, i) => [name, i])), "": 0 });
  const set = (list, value, expected) => { for (const point of list) { if (!expected.includes(all[point])) throw new Error(`U+${point.toString(16)} has ${all[point]}`); all[point] = value; } };
  const conjunct = async (name) => members(17, "Indic_Conjunct_Break", name);
  set(await members(version, "Binary_Property", "Extended_Pictographic"), pictograph, [0]);
  if (version === 17) {
    const extends_ = new Set(await conjunct("Extend"));
    set(all.reduce((list, value, point) => (value === 4 && !extends_.has(point) ? [...list, point] : list), []), plainExtend, [4]);
    set(await conjunct("Consonant"), consonant, [0]);
    set(await conjunct("Linker"), linker, [4, plainExtend]);
    if (!extends_.has(0x200d)) throw new Error("U+200D does not extend consonants");
  }
  graphemes[version] = all;
}
write("graphemes.bin", runs(graphemes));

// Sets by name for expressions. General categories and scripts have tables of their own.
const sets = [];
const put = (name, list) => {
  const out = [];
  let last = 0;
  const sorted = [...list].sort((a, b) => a - b);
  let count = 0;
  for (let i = 0; i < sorted.length; count++) {
    let end = i + 1;
    while (end < sorted.length && sorted[end] === sorted[end - 1] + 1) end++;
    out.push(...number(sorted[i] - last), ...number(end - i));
    last = sorted[end - 1] + 1;
    i = end;
  }
  const plain = name.toLowerCase().replace(/[ _-]/g, "");
  sets.push([...number(plain.length), ...Buffer.from(plain), ...number(count), ...out]);
};
const left = /^(Any|Assigned|ASCII|Alphabetic|Lowercase|Uppercase|White_Space|Expands_On_.*|Composition_Exclusion|Full_Composition_Exclusion|NFKC_Simple_Casefold|Bidi_Mirrored|Changes_When_NFKC_Casefolded|InCB|Other_.*Compat)$/;
for (const name of values(16, "Binary_Property")) if (!left.test(name)) put(name, await members(16, "Binary_Property", name));
for (const name of values(16, "Block")) put(`In_${name}`, await members(16, "Block", name));
write("properties.bin", [...number(sets.length), ...sets.flat()]);

const full = [...(await load(16, "Case_Folding/F/code-points.mjs"))].sort((a, b) => a[0] - b[0]);
let lastFull = 0;
write("foldings.bin", [...number(full.length), ...full.flatMap(([from, to]) => {
  const item = [...number(from - lastFull), ...number(to.length), ...to.flatMap(number)];
  lastFull = from;
  return item;
})]);

// Small letters are those of Unicode 17; the folding is that of 16.
const pairs = (list) => {
  const out = number(list.length);
  let last = 0;
  for (const [from, to] of list.sort((a, b) => a[0] - b[0])) {
    out.push(...number(from - last), ...number(zigzag(to - from)));
    last = from;
  }
  return out;
};
const lower = [...(await load(17, "Simple_Case_Mapping/Lowercase/code-points.mjs"))].filter(([from]) => from !== 0x130);
const folding = [...(await load(16, "Case_Folding/C/code-points.mjs")), ...(await load(16, "Case_Folding/S/code-points.mjs"))];
write("cases.bin", [...pairs(lower), ...pairs(folding)]);

// Decompositions never change once a character is assigned, so those of the platform are those of Unicode 9 for the characters that it has.
const isNine = (point) => byVersion[9][point] !== 29;
const isHangul = (point) => point >= 0xac00 && point <= 0xd7a3;
const text = String.fromCodePoint;
const pointsOf = (string) => [...string].map((character) => character.codePointAt(0));
const normal = (form, point) => pointsOf(text(point).normalize(form));
const differs = (left, right) => left.length !== right.length || left.some((value, i) => value !== right[i]);

// Marks change places where their classes are out of order; of the classes only the order matters.
const swaps = (first, second) => text(first, second).normalize("NFD") === text(second, first);
const marks = points.filter((point) => isNine(point) && !differs(normal("NFD", point), [point]) && (swaps(point, 0x334) || swaps(0x345, point)));
const ordered = [];
for (const mark of marks) {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1, other = ordered[middle][0];
    if (swaps(mark, other)) low = middle + 1;
    else if (swaps(other, mark)) high = middle;
    else break;
  }
  if (low < high) ordered[(low + high) >> 1].push(mark);
  else ordered.splice(low, 0, [mark]);
}
const classes = new Map(ordered.flatMap((list, i) => list.map((mark) => [mark, i + 1])));

const entries = (list) => {
  const out = number(list.length);
  let last = 0;
  for (const [point, items] of list) {
    out.push(...number(point - last), ...items.flatMap(number));
    last = point;
  }
  return out;
};
const decomposed = points.filter((point) => isNine(point) && !isHangul(point));
const canonical = new Map(decomposed.map((point) => [point, normal("NFD", point)]).filter(([point, parts]) => differs(parts, [point])));
const compatibility = decomposed.map((point) => [point, normal("NFKD", point)]).filter(([point, parts]) => differs(parts, canonical.get(point) ?? [point]));

// A primary composite is made of all its parts but the last, themselves composed, and that.
const composites = [...canonical].filter(([point]) => !differs(normal("NFC", point), [point]))
  .map(([point, parts]) => [...pointsOf(text(...parts.slice(0, -1)).normalize("NFC")), parts.at(-1), point])
  .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
if (composites.some((composite) => composite.length !== 3)) throw new Error("a composite of more than two characters");
write("decompositions.bin", [
  ...entries(marks.map((mark) => [mark, [classes.get(mark)]])),
  ...entries([...canonical].map(([point, parts]) => [point, [parts.length, ...parts]])),
  ...entries(compatibility.map(([point, parts]) => [point, [parts.length, ...parts]])),
  ...number(composites.length), ...composites.flat().flatMap(number),
]);
