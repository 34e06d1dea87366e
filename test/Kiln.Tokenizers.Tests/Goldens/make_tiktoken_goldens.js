// The patterns and special tokens of tiktoken's published names: tiktoken.json.
//
//     npm install tiktoken@1.0.22 && node make_tiktoken_goldens.js > tiktoken.json
const registry = require("tiktoken/registry.json");
const lines = Object.entries(registry).map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify({ pattern: entry.pat_str, special: entry.special_tokens })}`);
console.log(`{\n${lines.join(",\n")}\n}`);
