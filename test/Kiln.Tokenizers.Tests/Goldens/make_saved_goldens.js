// What Hugging Face's tokenizers read in the files that Kiln saves: saved.json.
//
//     KILN_SAVED=/tmp/saved dotnet test … (SavedFileTests writes its files there and skips)
//     npm install tokenizers@0.23.2 && node make_saved_goldens.js /tmp/saved > saved.json
//
// For each file its SHA-256, by which the test knows that it is the one that was read here, and for each text the ids and what they decode to.
const fs = require("fs"), path = require("path"), crypto = require("crypto");
const { Tokenizer } = require("tokenizers");

const texts = [
  "", "Hello world", "The quick brown fox, 12345 times.", "  two  spaces  and a tab\tend ", "line\nfeed\n\n here\r\n", "\n", " \n ", "naïve café Ünïcödé", "Привет, мир", "中文 日本語 한국어", "😀 👩‍👩‍👧 emoji",
  "the cat sat on the mat", "the cats", "a", " a ", "unlikely unhappiness", "x^2 + y_1 = €3.50 (50 %)", "don't it's I'LL", "HTTPServer camelCase", "\u3000wide\u00a0spaces\u200b", "①② ﬁ ſ ½", "zzz qqq the zzz",
];

async function main() {
  const folder = process.argv[2], files = [];
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith(".json")).sort()) {
    const data = fs.readFileSync(path.join(folder, name));
    const tokenizer = Tokenizer.fromString(data.toString("utf8"));
    const [ids, decoded] = [[], []];
    for (const text of texts) {
      const encoding = await tokenizer.encode(text, null, { addSpecialTokens: true });
      ids.push(encoding.getIds());
      decoded.push(await tokenizer.decode(encoding.getIds(), true));
    }
    files.push(JSON.stringify({ name: path.basename(name, ".json"), hash: crypto.createHash("sha256").update(data).digest("hex"), ids, decoded }));
  }
  console.log(`{"texts": ${JSON.stringify(texts)},\n"files": [\n${files.join(",\n")}\n]}`);
}
main();
