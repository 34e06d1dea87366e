using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Makes a tokenizer of the vocabulary inside a GGUF file. Source of the keys: the GGUF specification; of what they mean: llama.cpp.</summary>
internal static class GgufSource
{
    private const string Prefix = "tokenizer.ggml.";

    // The texts of a template for one, and for two.
    private static readonly string[] s_single = ["A"], s_pair = ["A", "B"];
    private static readonly string[] s_roles = ["bos", "eos", "unknown", "seperator", "padding", "cls", "mask"];

    public static (TokenizerModel Model, TokenizerParts Parts) Read(Stream stream)
    {
        var data = GgufMetadata.Read(stream);
        var kind = data.Text(Prefix + "model") ?? throw new TokenizerFormatException($"GGUF: it has no '{Prefix}model'; expected a file with a vocabulary");
        var tokens = data.Texts(Prefix + "tokens") is { Count: > 0 } found ? found : throw new TokenizerFormatException($"GGUF: it has no '{Prefix}tokens'");
        var types = data.Numbers(Prefix + "token_type");
        if (types is not null && types.Count != tokens.Count)
        {
            throw new TokenizerFormatException($"GGUF: {types.Count} types for {tokens.Count} tokens");
        }

        var (model, parts) = kind switch
        {
            "gpt2" => ByteLevel(data, tokens),
            "llama" => SentencePiece(data, tokens, types, SentencePieceModelKind.Bpe),
            "t5" => SentencePiece(data, tokens, types, SentencePieceModelKind.Unigram),
            "bert" => WordPiece(data, tokens),
            _ => throw new TokenizerFormatException($"GGUF: the tokenizer '{kind}' is not supported; gpt2, llama, t5 and bert are"),
        };
        if (kind is "gpt2" or "bert")
        {
            parts = parts with { AddedTokens = [.. Specials(data, tokens, types)] };
        }

        return (model, parts with { Config = Config(data, tokens) });
    }

    private static (TokenizerModel, TokenizerParts) ByteLevel(GgufMetadata data, List<byte[]> tokens)
    {
        var vocabulary = Vocabulary(tokens);
        var use = GgufPreTokenizers.Find(data.Text(Prefix + "pre") ?? "default");
        var unknown = use.ReadsText && vocabulary.TryGetId("<unk>", out _) ? "<unk>" : null;
        var builder = new BpeBuilder(vocabulary, new() { IgnoreMerges = use.IgnoresMerges, ByteFallback = use.ReadsText, UnknownToken = unknown, FuseUnknown = use.ReadsText });
        foreach (var merge in data.Texts(Prefix + "merges") ?? throw new TokenizerFormatException($"GGUF: it has no '{Prefix}merges'"))
        {
            var space = merge.AsSpan(1).IndexOf((byte)' ') + 1;
            if (merge.Length < 3 || space <= 0)
            {
                throw new TokenizerFormatException($"GGUF: the merge '{VocabularyBuilder.Show(merge)}' is not two pieces with a space between");
            }

            builder.AddMerge(merge.AsSpan(0, space), merge.AsSpan(space + 1));
        }

        return (builder.Build(), new()
        {
            Normalizer = Normalizer(data, use),
            PreTokenizer = use.Make(),
            Decoder = !use.ReadsText ? new ByteLevelDecoder()
                : use.MarksSpaces ? new SequenceDecoder([new ReplaceDecoder(TextPattern.String("▁"), " "), new ByteFallbackDecoder(), new FuseDecoder()])
                : new SequenceDecoder([new ByteFallbackDecoder(), new FuseDecoder()]),
            PostProcessor = Template(data, tokens, use.AddsBos),
        });
    }

    // A file may say that letters become small and composed.
    private static TextNormalizer? Normalizer(GgufMetadata data, GgufPreTokenizer use)
    {
        List<TextNormalizer> steps = [];
        if (data.Flag(Prefix + "normalizer.nfc") == true)
        {
            steps.Add(new UnicodeNormalizer(UnicodeNormalization.Nfc));
        }

        if (data.Flag(Prefix + "normalizer.lowercase") == true)
        {
            steps.Add(new LowercaseNormalizer());
        }

        if (use is { ReadsText: true, MarksSpaces: true })
        {
            steps.Add(new ReplaceNormalizer(TextPattern.String(" "), "▁"));
        }

        return steps switch { [] => null, [var single] => single, _ => new SequenceNormalizer(steps) };
    }

    private static (TokenizerModel, TokenizerParts) SentencePiece(GgufMetadata data, List<byte[]> tokens, List<double>? types, SentencePieceModelKind kind)
    {
        var scores = data.Numbers(Prefix + "scores");
        if (scores is null || types is null || scores.Count != tokens.Count)
        {
            throw new TokenizerFormatException($"GGUF: '{Prefix}scores' and '{Prefix}token_type' need a number for each of the {tokens.Count} tokens");
        }

        var pieces = new List<ScoredPiece>(tokens.Count);
        for (var id = 0; id < tokens.Count; id++)
        {
            if (types[id] is not (>= 1 and <= 6) || !double.IsFinite(scores[id]) || tokens[id].Length == 0)
            {
                throw new TokenizerFormatException($"GGUF: token {id} has {tokens[id].Length} bytes, the type {types[id]} and the score {scores[id]}");
            }

            pieces.Add(new(tokens[id], (float)scores[id], (SentencePieceType)types[id]));
        }

        var unknown = pieces.FindIndex(piece => piece.Type == SentencePieceType.Unknown) is >= 0 and var marked
            ? marked
            : (int)(data.Integer(Prefix + "unknown_token_id") is >= 0 and var given && given < tokens.Count ? given : 0);
        var file = new SentencePieceFile
        {
            Pieces = pieces,
            Kind = kind,
            Unknown = unknown,
            ByteFallback = kind == SentencePieceModelKind.Bpe && pieces.Exists(piece => piece.Type == SentencePieceType.Byte),
            Bos = (int)(data.Integer(Prefix + "bos_token_id") ?? -1),
            Eos = (int)(data.Integer(Prefix + "eos_token_id") ?? -1),
            Pad = (int)(data.Integer(Prefix + "padding_token_id") ?? -1),
            AddsDummyPrefix = data.Flag(Prefix + "add_space_prefix") ?? true,
            RemovesExtraSpaces = data.Flag(Prefix + "remove_extra_whitespaces") ?? false,
            CharacterMap = data.Numbers(Prefix + "precompiled_charsmap") is { } map ? [.. map.Select(value => (byte)value)] : [],
        };
        return SentencePieceSource.Build(
            file,
            addBos: (data.Flag(Prefix + "add_bos_token") ?? kind == SentencePieceModelKind.Bpe) && file.Bos >= 0,
            addEos: (data.Flag(Prefix + "add_eos_token") ?? kind == SentencePieceModelKind.Unigram) && file.Eos >= 0);
    }

    // The mark of a word's beginning is written, and that of a piece within a word is not: the other way round than BERT has it.
    private static (TokenizerModel, TokenizerParts) WordPiece(GgufMetadata data, List<byte[]> tokens)
    {
        var mark = "▁"u8;
        var builder = new VocabularyBuilder("GGUF");
        var unknown = (int)(data.Integer(Prefix + "unknown_token_id") ?? 100);
        foreach (var token in tokens)
        {
            var isSpecial = token.Length > 2 && token[0] == (byte)'[' && token[^1] == (byte)']';
            builder.Add(token.AsSpan().StartsWith(mark) ? token.AsSpan(mark.Length) : isSpecial ? token : [.. "##"u8, .. token]);
        }

        var vocabulary = builder.Build();
        var name = vocabulary.TryGetPiece(unknown, out var piece) ? piece : throw new TokenizerFormatException($"GGUF: there is no token {unknown} for what is unknown");
        var (cls, sep) = (data.Integer(Prefix + "cls_token_id") ?? data.Integer(Prefix + "bos_token_id") ?? 101,
            data.Integer(Prefix + "seperator_token_id") ?? data.Integer(Prefix + "separator_token_id") ?? data.Integer(Prefix + "eos_token_id") ?? 102);
        return (new WordPieceModel(vocabulary, name, "##", 100), new()
        {
            Normalizer = new BertNormalizer { Lowercase = data.Flag(Prefix + "normalizer.lowercase") ?? true, StripAccents = data.Flag(Prefix + "normalizer.strip_accents") },
            PreTokenizer = new BertPreTokenizer(),
            Decoder = new WordPieceDecoder(),
            PostProcessor = new BertPostProcessor(Special(tokens, sep), Special(tokens, cls)),
        });
    }

    private static Vocabulary Vocabulary(List<byte[]> tokens)
    {
        var builder = new VocabularyBuilder("GGUF");
        foreach (var token in tokens)
        {
            builder.Add(token);
        }

        return builder.Build();
    }

    private static TemplatePostProcessor? Template(GgufMetadata data, List<byte[]> tokens, bool defaultBos)
    {
        var bos = (data.Flag(Prefix + "add_bos_token") ?? defaultBos) && data.Integer(Prefix + "bos_token_id") is { } first ? Special(tokens, first) : null;
        var eos = (data.Flag(Prefix + "add_eos_token") ?? false) && data.Integer(Prefix + "eos_token_id") is { } last ? Special(tokens, last) : null;
        if (bos is null && eos is null)
        {
            return null;
        }

        List<TemplatePlace> single = [], pair = [];
        foreach (var (places, texts) in new[] { (single, s_single), (pair, s_pair) })
        {
            for (var type = 0; type < texts.Length; type++)
            {
                if (bos is not null)
                {
                    places.Add(new(bos.Token, IsSequence: false, type));
                }

                places.Add(new(texts[type], IsSequence: true, type));
                if (eos is not null)
                {
                    places.Add(new(eos.Token, IsSequence: false, type));
                }
            }
        }

        return new(single, pair, [.. new[] { bos, eos }.OfType<SpecialToken>().DistinctBy(token => token.Token, StringComparer.Ordinal).Select(token => new TemplateToken(token.Token, [token.Id], [token.Token]))]);
    }

    private static SpecialToken Special(List<byte[]> tokens, long id) => id >= 0 && id < tokens.Count
        ? new(Encoding.UTF8.GetString(tokens[(int)id]), (int)id)
        : throw new TokenizerFormatException($"GGUF: the special token {id} is none of the {tokens.Count} tokens");

    // Types 3 (control) and 4 (user defined) are found in texts; the former are left out when decoding.
    private static IEnumerable<AddedToken> Specials(GgufMetadata data, List<byte[]> tokens, List<double>? types)
    {
        var roles = s_roles.Select(role => data.Integer($"{Prefix}{role}_token_id")).OfType<long>().ToHashSet();
        for (var id = 0; id < tokens.Count; id++)
        {
            if ((roles.Contains(id) || types?[id] is 3 or 4) && tokens[id].Length > 0)
            {
                yield return new(Encoding.UTF8.GetString(tokens[id]), id) { Special = roles.Contains(id) || types?[id] is 3 };
            }
        }
    }

    private static TokenizerConfig Config(GgufMetadata data, List<byte[]> tokens)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, key) in new[] { ("bos_token", "bos"), ("eos_token", "eos"), ("unk_token", "unknown"), ("sep_token", "seperator"), ("pad_token", "padding"), ("cls_token", "cls"), ("mask_token", "mask") })
        {
            if (data.Integer($"{Prefix}{key}_token_id") is >= 0 and var id && id < tokens.Count)
            {
                roles[role] = Encoding.UTF8.GetString(tokens[(int)id]);
            }
        }

        var templates = new Dictionary<string, string>(StringComparer.Ordinal);
        if (data.Text("tokenizer.chat_template") is { } template)
        {
            templates["default"] = template;
        }

        return new() { SpecialTokens = roles, ChatTemplates = templates };
    }
}
