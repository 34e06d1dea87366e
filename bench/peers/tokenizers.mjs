// The peers' side of bench/tokenizers: node tokenizers.mjs PACKAGES VOCABULARY FOLDER, on one thread (RAYON_NUM_THREADS=1).
// FOLDER has tokenizer.json and texts.json; PACKAGES is where `npm install tokenizers tiktoken` was run.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [packages, vocabulary, folder] = process.argv.slice(2);
const require = createRequire(join(packages, "package.json"));
const texts = JSON.parse(readFileSync(join(folder, "texts.json"), "utf8"));
const megabytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;

function report(of, what, started, tokens) {
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ vocabulary, of, what, megabytesPerSecond: +(megabytes / seconds).toFixed(2), tokens }));
}

function find(name) {
  try {
    return require(name);
  } catch {
    console.error(`${name} is not installed in ${packages}`);
    return null;
  }
}

const huggingFace = find("tokenizers");
if (huggingFace) {
  const tokenizer = huggingFace.Tokenizer.fromFile(join(folder, "tokenizer.json"));
  let tokens = 0;
  const started = process.hrtime.bigint();
  for (let at = 0; at < texts.length; at += 1000) {
    const encodings = await tokenizer.encodeBatch(texts.slice(at, at + 1000));
    for (const encoding of encodings) {
      tokens += encoding.getLength();
    }
  }

  report("Hugging Face tokenizers", "batches of 1,000", started, tokens);
}

const tiktoken = vocabulary === "gpt2" ? find("tiktoken") : null;
if (tiktoken) {
  const encoding = tiktoken.get_encoding("gpt2");
  let tokens = 0;
  const started = process.hrtime.bigint();
  for (const text of texts) {
    tokens += encoding.encode_ordinary(text).length;
  }

  report("tiktoken", "ids", started, tokens);
}
