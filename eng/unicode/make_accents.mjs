// Writes src/Kiln.Estimators/Text/accents.bin: what is left of characters whose accents are taken off (compatibility decomposition, NFKD, less what combines).
//
//     node eng/unicode/make_accents.mjs UnicodeData.txt      the file of that name in the Unicode Character Database
//
// The number of characters that change, then for each, in their order: the difference to the one before, the number of characters left, and these. All numbers are
// variable-length, seven bits a byte, low bits first. Hangul syllables are left out: they are computed.
import fs from "fs";
import path from "path";
import { fileURLToPath } from "url";

const target = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../src/Kiln.Estimators/Text/accents.bin");
const [parts, combining] = [new Map(), new Set()];
for (const line of fs.readFileSync(process.argv[2], "utf8").split("\n")) {
  const [code, , , combiningClass, , decomposition] = line.split(";");
  const point = parseInt(code, 16);
  if (combiningClass > 0) combining.add(point);
  if (decomposition) parts.set(point, decomposition.replace(/<.*>/, "").trim().split(" ").map((part) => parseInt(part, 16)));
}

const left = (point) => parts.get(point)?.flatMap(left) ?? (combining.has(point) ? [] : [point]);

function number(value) {
  const out = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) out.push((value & 0x7f) | 0x80);
  out.push(value);
  return out;
}

const changed = [...new Set([...parts.keys(), ...combining])].sort((a, b) => a - b);
let before = 0;
const out = number(changed.length);
for (const point of changed) {
  const rest = left(point);
  out.push(...number(point - before), ...number(rest.length), ...rest.flatMap(number));
  before = point;
}
fs.writeFileSync(target, Buffer.from(out));
console.log(`${changed.length} characters, ${out.length} bytes`);
