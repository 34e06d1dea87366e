// Goldens of regular expressions, by Hugging Face's tokenizers: how Split cuts texts at expressions of every kind, hand-written and random.
//
//     npm install tokenizers@0.23.2 && node make_expression_goldens.js [RANDOM] [SEED] > expressions.json
//
// Each entry: the expression, and for each text the lengths of its words in characters, or null where the reference does not understand the expression.
const { Tokenizer } = require("tokenizers");
const { seed, next, below, pick } = require("./random.js");
const { isApart, answer, asker } = require("./apart.js");

seed(process.argv[3] ?? 1);

const texts = [
  "ab\ncd\n\nef ss éÉ\t12 foo_bar.",
  "Hello WORLD, it's 12345 ½ ²Ⅷ ٣! don'T\r\n  x \u00a0y\u3000z\n",
  "中文字符 ひらがな カタカナ 한국어 Привет Ωμέγα 𝔘𐐀𐐨 😀😀 a\u0301e\u0308 ⓐⒷ\u200d\u200cK\u212a ſ",
  "abcabcaab  aaa\nbbb\n",
  "ß ẞ SS sS ssß ﬃ ffi ﬁ fi ΐ ι\u0308\u0301 ŉ ʼn İ i\u0307 ﬆ st aSs áâúÿ\u0081",
  "👩‍👩‍👧 🇩🇪🇫🇷 각 \r\n e\u0301\u0302 aabb aaabbb bbacc abab",
];
const written = [
  "^a|^c|^e", "b$|d$", "\\Aab|\\Acd", "d\\Z", "d\\z", "\\n\\z", "\\n\\Z", "a.b|b.c", "(?m)b.c", "(?m:b.c)|d.e", "(?i)E", "(?i:É)", "(?i)[a-c]+", "(?i)[^a-c]+", "(?i)\\p{Lu}+", "(?i)[\\p{Lu}]+",
  "(?-i)a", "a(?i)b|C", "(?i:a(?-i)b)|C", "\\h+", "\\H+", "[\\h]+", "[^\\h]+", "\\R", "\\G.", "[a&&b]", "[a-c&&[^b]]+", "[[a-c]x]", "[^[a-c]x]+", "[\\w&&\\D]+", "[^a-c&&b-e]+", "\\bfoo", "\\Bo", "\\b", "\\B",
  "(?<=a)b", "(?<!a)b", "(?<=\\p{L})\\d|\\d(?!\\d)", "(?>a|ab)b", "a*+b", "a++b", "a?+b", "(?:a|b)++", "a{1}+b", "\\d{1,2}+", "\\d{1,2}?", "\\d{2}?", "(?:ab)*?c", "a??b", "a{,2}", "a{2", "{a}", "a{1,2}{2}", "a+?*",
  "[[:alpha:]]+", "[[:^alpha:]]+", "[[:upper:]]", "[[:lower:]]+", "[[:punct:]]+", "[[:digit:]]+", "[[:space:]]+", "[[:alnum:]]+", "[[:word:]]+", "[[:xdigit:]]+", "[[:cntrl:]]", "[[:blank:]]",
  "\\p{^L}+", "\\P{L}+", "\\P{^L}+", "\\p{Alpha}+", "\\p{Letter}+", "\\p{Uppercase_Letter}+", "\\p{Latin}+", "\\p{Han}+", "\\p{Hiragana}+", "[\\p{Han}\\p{Katakana}]+", "[\\p{L}&&[^\\p{Han}]]+", "\\p{Cyrillic}", "\\p{Greek}+",
  "\\u00e9", "\\x{e9}", "\\x41", "\\x{1D518}", "[😀-😎]+", "[𝔘-𝔚]", "\\e|\\0|\\a|\\v|\\f", "(?x) a b # comment\n c", "(?x: a [ ] )", "(?#comment)a", "(?<name>b)c", "(b)c", "]a", "[]a]", "[a-]", "[-a]+", "[a\\-c]+", "\\/", "\\-", "\\_", "\\ ",
  "(?=a)", "(?=[A-Z])", "(?!a)b", "$", "^", "", "|a", "a||b", "()a", "[\\n]", "[\\s]+", "[\\t ]+", "\\s$", "\\s+$", " ?\\p{L}+| ?\\p{N}+", "\\w\\W", "\\S+", ".", ".+", "[^\\n]+", "(?m).+", "\\p{L}{2}", "\\p{N}{1,3}(?=(?:\\p{N}{3})*\\b)",
  "\\d{1,3}(?=(?:\\d{3})*(?!\\d))", "(?<![A-Za-z])[a-z]+", "\\p{Lu}\\p{Ll}+|\\p{Lu}+(?!\\p{Ll})", "\\p{M}", "\\p{S}+|\\p{P}+", "[^\\x00-\\x7F]+", "[\\x{4E00}-\\x{9FFF}]+", "(a|b", "a)", "[a", "*a", "\\p{Nothing}", "a{2,1}", "(?<=a+)b", "(?q)a",
  " {1,2}\\B", " +\\B", "(?>\\w{1,2}){2,}", "(?>a{1,2}){2}", "(?:[^a]+?)*(\\p{Han})\\p{Ll}+?", "(?i:\\b\\h*(?i:a)*+){2}", "(?:a+?)*b", "(?:a+?)+b", "(?:a?)+?b", "(?i: ß{1,2})*+", "(?i)ﬁ+",
  "(a)\\1", "(.)\\1", "(?i)(a)\\1", "(?<x>.)\\k<x>", "(?<x>.)\\k'x'", "(.)\\k<1>", "(.)\\k<-1>", "(?<x>a)|(?<x>b)\\k<x>", "(?<x>.)(?<x>.)\\k<x>", "(a\\1)", "\\1(a)", "\\2(a)", "\\10", "\\8", "(a*)*\\1", "(a|\\1b)+",
  "(?<x>a|b\\g<x>c)", "(a|b\\g<1>c)", "(?<x>a\\g<x>?b)", "\\g<x>(?<x>a){0}", "\\g<1>(a){0}", "(a)\\g<-1>", "(a)\\g<+1>(b)", "a(?:b|\\g<0>)*", "a\\Kb", "\\w+\\K.", "\\X", "\\y", "\\Y", ".\\y", "a\\Y", "\\X{2}",
  "(?(a)b|c)", "(?(a)b)", "(a)?(?(1)b|c)", "(?<x>a)?(?(<x>)b|c)", "a(*FAIL)|b", "(?{x})a", "(?{x}[t]X)a", "(?W)\\w+", "(?W)\\W+", "(?W)\\b.", "(?W)\\B.", "(?W)[[:word:]]+", "(?D)\\d+", "(?D)[[:digit:]]+", "(?S)\\s", "(?P)[[:alpha:]]+", "(?P)\\p{Alpha}+", "(?P)\\p{L}+", "(?P)\\d",
  "(?Ii)k", "(?Ii)[k-m]", "(?L)a|ab", "(?C)(a)b", "(?y{g})\\X", "(?i)ss", "(?i)ß", "(?i)[ß]", "(?i)[ßs]+", "(?i)[^ß]+", "(?i)s(?:s)", "(?i)ss+", "(?i)ffi", "(?i)ﬃ", "(?i)ﬁ", "(?i)ΐ", "(?i)İ", "(?i)ŉ", "(?i)st", "(?i)as\\x{73}",
  "\\x{61 62}", "\\x{61 62}+", "(?:\\x{61 62})+", "[\\x{61 63}]+", "[\\x{61-62 65}]+", "[a-\\x{62 65}]+", "[\\x{61 65}-g]+", "\\o{141 142}", "\\x{61 }", "\\x{61-62}", "\\xc3\\xa9", "[\\xc3\\xa9]", "\\303\\251", "\\xe9", "[\\200]", "\\M-i", "[\\M-a-\\M-z]", "\\M-\\C-a", "[\\8]", "[\\9]",
  "(?:a|b??)*c", "(?:|a)+", "(?:|a){3,}", "(?:a??)*", "(?:a??)+b", "(?:a*?)*b", "(?:a?)+?b", "(?:a*)+?b", "(?:a*)*", "(?:a*)+", "(?:(?:a|)b?)*", "(?:a|\\b)*", "(?:\\b|a)+", "(?:a?b?)*?c", "(?:a|()){2,4}", "(?:()|a){2,4}", "(?:()|a)+b", "(?:a?){3}", "(?:a?){2,3}?b", "(?:(?=a)|b)*", "(?>a?)*b",
  "\\p{Emoji}", "\\p{Extended_Pictographic}", "\\p{ExtPict}", "\\p{In_Basic_Latin}+", "\\p{InCyrillic}+", "\\p{Hira}+", "\\p{Hani}+", "\\p{Zyyy}+", "\\p{Qaai}", "\\p{Ideographic}+", "\\p{ID_Start}+", "\\p{XIDC}+", "\\p{Math}", "\\p{Dash}", "\\p{Cased}+", "\\p{CI}", "\\p{White_Space}", "\\p{WSpace}", "\\p{Hex_Digit}+", "\\p{AHex}+", "\\p{Quotation_Mark}", "\\p{STerm}", "\\p{Dia}", "\\p{Any}+", "\\p{Assigned}+", "\\p{ASCII}+", "\\p{PosixPunct}+", "\\p{Posix_Punct}", "\\p{XPosixPunct}", "\\p{Script=Han}",
  "(?~)", "x|(?~)", "(?~ab)", "(?~ab)c", "(?~ab|c)", "(?~a|)", "(?~b*)", "(?~$)", "(?~(?=b))", "(?~b(?=c))", "(?~ab)+", "(?~ab){2}", "(?>(?~ab))c", "(?~ab)$", "(?i)(?~AB)", "(?<=(?~a))b", "(?=(?~ab)c)\\w", "(?~(a)b)\\1", "a(?~|b|.)c", "(?~|ab|[a-c]+)", "(?~|ab|[a-c]+)c",
  "(?~|b*|c+)", "(?~|\\b|c+)", "(?~|a|)", "(?~|$|\\w)", "(?~|ab|\\w+$)", "(?~|ab|\\w+)(?!b)", "(?~|b|a(?=b))", "(?~|b|a\\b)", "(?~|a|b|c)", "(?~|(?:ab|b)|\\w+)", "(?~|bb|\\X+)", "(?~|ab|\\K\\w+)", "(?~|b|x)|(?~|c|\\w+)", "(?~|(?i)A|b)", "(?~|ab)", "(?~|ab)\\w+", "(?~|ab)\\w+(?~|)c",
  "(?:(?~|ab)\\w+|x)(?~|)\\w", "(?~|b)x|\\w+", "(?~|ab)(?~|b)\\w+", "(?~|b)(?~|ca)\\w+", "(?~|b|(?~|)\\w+)", "(?~|b|\\w(?~|))\\w+", "(?~|abc|(?:(?~|b)\\w)+)\\w+", "(?=(?~|b))\\w+", "(?!(?~|b)x)\\w+", "(?!(?~|b))x|\\w+", "(?!(?~|b)(?~|ab|c*))x|\\w+", "(?~|c)(?:(?!(?~|b))x|\\w+)", "(?!(?!(?~|b)))\\w+|.", "(?:(?!(?~|b))x|a)\\w+", "(?>(?~|b))\\w+", "(?:(?~|b)a)+\\w+", "\\g<1>\\w+((?~|b))", "(?~|ab)+\\w", "(?~|)+a", "(?~|)", "(?<=(?~|b)a)\\w+", "(?~ab", "(?~|ab",
  "(*MAX{2})a", "(?:(*MAX{2})a|b)+", "(?:(*MAX{2})a|b)+?c", "(?:(*MAX[T]{1})a|(*MAX[U]{2})b)+(*CMP{T,==,1})", "(?:(*MAX[T]{1})a)*(?:(*MAX{T})b)*", "(*MAX)a", "(*MAX{})a", "(*MAX{0})a", "(*MAX{-1})a", "(*MAX{x})a", "(?:(*MAX{1,X})a|b)+", "(?:(*MAX{1,>})a|b)+?c", "(*MAX{2}X)a", "(*MAX{2})+a",
  "(*CMP{1,==,2})a", "(*CMP{1,<,2})a", "(*CMP{-1,<,2})a", "(*CMP{T,<,2})a", "(*CMP{1,==})a", "(*CMP[t]{1,==,1})a", "(?:(*COUNT[T]{X})a|b)*(*CMP{T,>=,2})", "(?:(*COUNT[T])a|b)*(*CMP{T,>=,2})", "(*MAX{T})a(*COUNT[T])", "(*MAX[T]{2})a(*MAX[T]{2})", "(*COUNT{X}[T])a",
  "(*MISMATCH)|b", "a(*MISMATCH)|b", "(?:a(*MISMATCH)|b)+", "(?!a(*MISMATCH))\\w", "(*FAIL[T])a|b", "(*FAIL{})|b", "(*FAIL{1})a|b", "(*fail)|b", "(*FAIL)+|b", "(*NOTHING)a", "(?>(?:(*MAX{1})a|b)+)c", "(?:(?:(*MAX{1})a|b)c)+", "b{1,2}+(?!(*MAX{2}))", "(?>\\w+)?\\B", "(?:\\S*+)?\\d", "(\\w++)?\\B", "(?{x})+a", "(?(a)(?:b|c))", "(?(a)(?:b|c)|d)", "(?(a)b|(?:a|c))", "\\S(\\B\\d*){2,}", "\\S(\\B\\d?){2,}", "\\S(?:(?=\\d)\\d*){2,}", "\\S(?:(?=\\d)\\d?){2,}", "\\S(?:(?>\\B)\\d?){2,}",
  "(.)\\k<1+0>", "(.)\\k<-1+0>", "(.)(.)\\k<-1-0>", "(.)\\k<1+>", "(.)\\k<1+x>", "(?<n>.)\\k<n+1>", "(?<n>.)\\k<n-1>", "(?<n>.)\\k'n+0'", "(?<a>|.|(?:(?<b>.)\\g<a>\\k<b+0>))b", "(?<a>(?<b>.)\\g<a>?\\k<b+0>)", "(?<a>(?<b>.)\\g<a>?\\k<b+1>)", "(?<a>(?<b>.)\\g<a>?\\k<b-1>)", "(?i)(?<n>a|B)\\k<n+0>",
  "(?<n>.)(?<n>.)\\k<n+0>", "(?<n>(?<n>.)b)\\k<n+0>", "(?<n>.\\k<n+0>)", "(?:(?<n>.)\\k<n+0>)+", "(?<e>\\g<s>\\g<e>*\\k<n+1>){0}(?<s>\\g<n>){0}(?<n>[a-c]){0}\\g<e>",
  "[\\p{Han}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}&&[^\\p{Han}]]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
];

const atoms = ["a", "b", "c", " ", "\\n", "é", "中", "1", ".", "\\p{L}", "\\p{N}", "\\s", "\\w", "\\W", "\\d", "\\S", "\\p{Lu}", "\\p{Ll}", "[abc]", "[^a]", "[^\\s\\p{L}]", "[a-z]", "[\\w&&[^a]]", "\\b", "\\B", "^", "$", "\\p{M}", "\\p{P}", "\\h", "\\p{Han}", "😀", "(?i:a)", "(?i:K)"];
const quantifiers = ["", "", "", "", "", "*", "+", "?", "*?", "+?", "??", "++", "?+", "*+", "{2}", "{1,2}", "{2,}", "{1,2}?", "{1,2}+"];
const groups = ["(?:", "(?:", "(", "(?>", "(?=", "(?!", "(?i:", "(?m:"];
const rare = ["\\1", "\\1", "\\k<-1>", "\\X", "\\y", "\\K", "(?<=a)", "(?<!b)", "()", "(|a)", "(?:a|)", "(?:b?)", "(?i:ss)", "ß", "\\x{61 62}"];
const limits = [
  "(?~ab)", "(?~b)", "(?~bc|c)", "(?~|b|\\w+)", "(?~|ab|.*?)", "(?~|c|[ab]+)", "(?~a\\b)", "(?~\\s|a?b)", "(?~|)", "(*MAX{1})a", "(*MAX{2})", "(*MAX{1})b", "(*COUNT[N]{X})b", "(*CMP{N,<=,1})", "(*CMP{N,>,0})", "(a)\\k<-1+0>", "(b|a\\k<-1+0>)", "(?~|b)", "(*MISMATCH)", "(?~|ab|(?~c)[ab]*)", "(?~|ca|\\w(?~|)b*)",
];
let kinds = [];
function random(depth) {
  const sequence = () => Array.from({ length: 1 + below(3) }, () => {
    const assertion = depth > 0 && next() < 0.3 ? pick(groups) : null;
    const atom = assertion ? `${assertion}${random(depth - 1)})` : pick(kinds.length > 0 && next() < 0.3 ? kinds : atoms);
    // The reference repeats what matches nothing by rules of its own.
    return atom + (/^(\\b|\\B|\\y|\\K|\^|\$|\(\?=|\(\?!|\(\?<|\(\*|\(\?~)/.test(atom) ? "" : pick(quantifiers));
  }).join("");
  return Array.from({ length: next() < 0.3 ? 2 : 1 }, sequence).join("|");
}

async function lengths(pattern) {
  let tokenizer;
  try {
    tokenizer = Tokenizer.fromString(JSON.stringify({
      version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false },
      post_processor: null, decoder: null, model: { type: "WordLevel", unk_token: "?", vocab: { "?": 0 } },
    }));
  } catch {
    return null;
  }
  const all = [], begun = Date.now();
  for (const text of texts) all.push((await tokenizer.encode(text, null, { addSpecialTokens: false })).getOffsets().map(([start, end]) => end - start));
  // What backtracks very long there does so here; it ends by limits that differ, or with the process.
  return Date.now() - begun < 100 ? all : undefined;
}

async function main() {
  const patterns = new Set(written);
  while (patterns.size < written.length + Number(process.argv[2] ?? 200)) patterns.add(random(2));
  for (kinds of [rare, limits]) {
    const size = patterns.size;
    while (patterns.size < size + Number(process.argv[2] ?? 200)) {
      const pattern = random(2);
      // A tag stands once, and what compares needs it.
      const tags = pattern.split("[N]").length - 1;
      if (tags <= 1 && (tags === 1 || !pattern.includes("{N,"))) patterns.add(pattern);
    }
  }
  const lines = [], ask = asker(__filename);
  for (const pattern of patterns) {
    const found = await ask(pattern);
    if (found !== undefined) lines.push(JSON.stringify([pattern, found]));
  }
  await ask();
  console.log(`{"texts": ${JSON.stringify(texts)},\n"expressions": [\n${lines.join(",\n")}\n]}`);
}
if (isApart) answer(lengths);
else main();
