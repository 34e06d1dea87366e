namespace Kiln.Tokenizers;

/// <summary>How a vocabulary of byte pair encoding in a GGUF file is used, as the name of its pre-tokenizer says.</summary>
/// <param name="Patterns">Expressions that cut a text, each what the one before left; what matches none stays as it is.</param>
/// <param name="IgnoresMerges">Whether a word that is a piece is that piece, whatever merging would give.</param>
/// <param name="AddsBos">Whether a text begins with the token for that when the file does not say.</param>
/// <param name="ReadsText">Whether pieces are text, with tokens for the bytes of what is no piece, and not letters that stand for bytes.</param>
/// <param name="MarksSpaces">Whether the spaces of that text are <c>▁</c>.</param>
internal sealed record GgufPreTokenizer(string[] Patterns, bool IgnoresMerges = false, bool AddsBos = false, bool ReadsText = false, bool MarksSpaces = true)
{
    public PreTokenizer Make()
    {
        if (ReadsText)
        {
            return new SplitPreTokenizer(TextPattern.Regex(Patterns[0]), SplitBehavior.Isolated);
        }

        if (Patterns is [KnownPatterns.Gpt2])
        {
            return new ByteLevelPreTokenizer { AddPrefixSpace = false };
        }

        var steps = Patterns.Select(pattern => (PreTokenizer)new SplitPreTokenizer(TextPattern.Regex(pattern), SplitBehavior.Isolated));
        return new SequencePreTokenizer([.. steps, new ByteLevelPreTokenizer { AddPrefixSpace = false, UseRegex = false }]);
    }
}

/// <summary>The pre-tokenizers that GGUF files name in <c>tokenizer.ggml.pre</c>. Source of names and expressions: the table in llama.cpp; where it stands in for an expression
/// of the model's own tokenizer.json that its engine does not know, that one is here.</summary>
internal static class GgufPreTokenizers
{
    private const string Digit = @"\p{N}", LineBreak = "[\r\n]", BloomWords = " ?[^(\\s|.,!?…。，、।۔،)]+", OldCjk = "[一-龥ࠀ-一가-퟿]+";

    // Letters that have a case, of the first plane.
    private const string CasedWord =
        @"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯ\u0370-\u0373\u0376\u0377\u037B-\u037D\u037F\u0386\u0388-\u038A\u038C\u038E-\u03A1\u03A3-\u03F5\u03F7-\u0481\u048A-\u052F\u0531-\u0556"
        + @"\u10A0-\u10C5\u13A0-\u13F5\u13F8-\u13FD\u1C90-\u1CBA\u1CBD-\u1CBF\u1D00-\u1D2B\u1D6B-\u1D77\u1D79-\u1D9A\u1E00-\u1F15\u1F18-\u1F1D\u1F20-\u1F45\u1F48-\u1F4D\u1F50-\u1F57"
        + @"\u1F59\u1F5B\u1F5D\u1F5F-\u1F7D\u1F80-\u1FB4\u1FB6-\u1FBC\u1FBE\u1FC2-\u1FC4\u1FC6-\u1FCC\u1FD0-\u1FD3\u1FD6-\u1FDB\u1FE0-\u1FEC\u1FF2-\u1FF4\u1FF6-\u1FFC"
        + @"\u2102\u2107\u210A-\u2113\u2115\u2119-\u211D\u2124\u2126\u2128\u212A-\u212D\u212F-\u2134\u2139\u213C-\u213F\u2145-\u2149\u214E\u2183\u2184\u2C00-\u2C7B\u2C7E-\u2CE4"
        + @"\u2CEB-\u2CEE\u2CF2\u2CF3\uA640-\uA66D\uA680-\uA69B\uA722-\uA76F\uA771-\uA787\uA78B-\uA78E\uAB70-\uABBF\uFB00-\uFB06\uFB13-\uFB17\uFF21-\uFF3A\uFF41-\uFF5A]+";

    private const string SeedCoder =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Qwen35 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string BailingMoe = @"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+";

    private const string ExaoneMoe =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]|\s+(?!\S)|\s+";

    private const string MiniCpm5 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}+| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Contraction = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    // Llama 3's, but for runs of white space, which come in powers of two.
    private const string Jais2 = Contraction
        + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s{512}(?!\S)|\s{256}(?!\S)|\s{128}(?!\S)|\s{64}(?!\S)|\s{32}(?!\S)|\s{16}(?!\S)|\s{8}(?!\S)|\s{4}(?!\S)"
        + @"|\s{1,2}(?!\S)|\s{1}";

    private const string Ufakzeka = @"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // DeepSeek's, but for line breaks, which are words of their own.
    private const string Spark25 =
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+|[\\r\\n]|\\s+(?!\\S)|\\s+";

    private const string YoutuScripts = @"[가-힣ㄱ-ㆎ]+|[！…“”‘’—：；，\u3001-\u303F\uFE30-\uFE4F]+|[ㄅ-ㄯ]+|[一-龥\u3040-ヿ]+";

    private const string Youtu =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+" + Contraction
        + @"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*" + Contraction
        + @"?|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // Runs of Chinese characters are words of their own, which other words do not take letters from.
    private const string KimiK2 =
        @"[\p{Han}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+" + Contraction
        + @"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]+[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]*" + Contraction
        + @"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // Digits in threes, counted from the last.
    private const string GroupedDigits = @"\d{1,3}(?=(?:\d{3})*\b)", GroupedNumbers = @"\p{N}{1,3}(?=(?:\p{N}{3})*(?!\p{N}))";

    private const string AfmoeScripts =
        @"[\u4E00-\u9FFF\u3400-\u4DBF\uF900-\uFAFF\u3040-\u30FF\uFF65-\uFF9F\u2F00-\u2FDF\u0E40-\u0E7F\u0E80-\u0EFF\u1780-\u17FF\u1000-\u109F\uAA60-\uAA7F\uA9E0-\uA9FF\uAC00-\uD7AF\u1100-\u11FF]+";

    private static readonly Dictionary<string, GgufPreTokenizer> s_all = All();

    public static GgufPreTokenizer Find(string name) => s_all.TryGetValue(name, out var found)
        ? found
        : throw new TokenizerFormatException(
            $"GGUF: the pre-tokenizer '{name}' is not supported; supported are {string.Join(", ", s_all.Keys.Order(StringComparer.Ordinal))}");

    private static Dictionary<string, GgufPreTokenizer> All()
    {
        var all = new Dictionary<string, GgufPreTokenizer>(StringComparer.Ordinal);
        Add(new([KnownPatterns.Gpt2]), "gpt-2", "gpt2", "phi-2", "roberta-bpe", "mpt", "olmo", "jais", "jina-es", "jina-de", "jina-v1-en", "jina-v2-es", "jina-v2-de", "jina-v2-code",
            "gigachat", "a.x-4.0", "mellum", "modern-bert", "exaone4", "trillion", "granite-docling");
        Add(new([Digit, KnownPatterns.Gpt2]), "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone", "minerva-7b", "mellum2");
        Add(new([KnownPatterns.Cl100k], IgnoresMerges: true, AddsBos: true), "llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2", "jina-v5-nano");
        Add(new([KnownPatterns.Cl100k]), "dbrx", "smaug-bpe", "glm4", "chatglm-bpe");
        Add(new([KnownPatterns.Qwen2]), "qwen2", "stablelm2", "deepseek-r1-qwen", "kormo", "f2llmv2", "megrez", "hunyuan", "solar-open", "grok-2");
        Add(new([Qwen35]), "qwen35");
        Add(new([KnownPatterns.O200k]), "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2");
        Add(new([KnownPatterns.Tekken], IgnoresMerges: true, AddsBos: true), "tekken");
        Add(new([KnownPatterns.DeepSeekDigits, KnownPatterns.DeepSeekCjk, KnownPatterns.DeepSeek]), "deepseek-v3", "hunyuan-dense", "joyai-llm", "hy_v4");
        Add(new([KnownPatterns.DeepSeekDigits, KnownPatterns.DeepSeekCjk, Spark25, Digit]), "spark2_5");
        Add(new([LineBreak, CasedWord, @"\s?[!-/:-~！-／：-～‘-‟　-。]+", @"\s+\z", OldCjk, @"\p{N}+"]), "deepseek-llm");
        Add(new([LineBreak, @"\s?\p{L}+", @"\s?\p{P}+", OldCjk, Digit]), "deepseek-coder");
        Add(new([@"[\p{P}$+<=>^~|`]+", KnownPatterns.Gpt2, KnownPatterns.FalconDigits]), "falcon");
        Add(new([@"[\p{P}$+<=>^~|]+", KnownPatterns.Gpt2, @"\p{N}+", KnownPatterns.FalconDigits]), "default");
        Add(new([BloomWords]), "bloom", "poro-chat", "gpt3-finnish");
        Add(new([BloomWords, Digit]), "viking");
        Add(new([SeedCoder]), "seed-coder");
        Add(new([BailingMoe]), "bailingmoe", "bailingmoe2", "llada-moe");
        Add(new([ExaoneMoe]), "exaone-moe");
        Add(new([KnownPatterns.DeepSeekDigits, MiniCpm5], IgnoresMerges: true), "minicpm5");
        Add(new([@"\p{N}+", @"(?=(\d{3})+(?!\d))"]), "superbpe");
        Add(new([Jais2]), "jais-2");
        Add(new([YoutuScripts, Youtu], IgnoresMerges: true), "youtu");
        Add(new([GroupedDigits, KnownPatterns.O200k]), "tiny_aya", "cohere2moe");
        Add(new([KimiK2]), "kimi-k2");
        Add(new([GroupedNumbers, AfmoeScripts, KnownPatterns.DeepSeek]), "afmoe");
        Add(new([KnownPatterns.Qwen2]), "laguna");
        Add(new([KnownPatterns.O200k], IgnoresMerges: true), "granite-embed-multi-97m");
        Add(new([Ufakzeka]), "ufakzeka");
        Add(new([@"[^\n]+|[\n]+"], ReadsText: true), "gemma4", "granite-embed-multi-311m", "sarvam-moe");
        Add(new([@"\S+"], ReadsText: true, MarksSpaces: false), "whitespace");
        Add(
            new(["<sentinel:[0-9]+>", "(IMGIMG)((A|B|C|D|E|F|G|H|I){1,4})Z", "([\\t\\n]|    |  )", Digit, @"[\p{P}!-/:-@\[-`{-~]", KnownPatterns.Gpt2], AddsBos: true), "chameleon");
        return all;

        void Add(GgufPreTokenizer preTokenizer, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                all.Add(name, preTokenizer);
            }
        }
    }
}
