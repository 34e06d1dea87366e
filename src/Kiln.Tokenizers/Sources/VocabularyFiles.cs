using System.Buffers.Text;
using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>Reads the vocabularies that came before tokenizer.json: vocab.txt, vocab.json with merges.txt, and the ranks of tiktoken.</summary>
internal static class VocabularyFiles
{
    /// <summary>BERT's vocab.txt: one piece a line, the line's number is its id.</summary>
    public static (TokenizerModel Model, TokenizerParts Parts) ReadVocabTxt(ReadOnlySpan<byte> text, bool lowercase)
    {
        var builder = new VocabularyBuilder("vocab.txt");
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd("\r"u8);
            if (line.Length > 0 || range.End.GetOffset(text.Length) < text.Length)
            {
                builder.Add(line);
            }
        }

        var vocabulary = builder.Build();
        List<AddedToken> added = [];
        foreach (var name in (ReadOnlySpan<string>)["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
        {
            if (vocabulary.TryGetId(name, out var id))
            {
                added.Add(new(name, id) { Special = true });
            }
        }

        if (!vocabulary.TryGetId("[UNK]", out _))
        {
            throw new TokenizerFormatException("vocab.txt: the line [UNK] is missing; expected BERT's vocabulary, one piece a line");
        }

        var (hasSeparator, hasClassifier) = (vocabulary.TryGetId("[SEP]", out var separator), vocabulary.TryGetId("[CLS]", out var classifier));
        return (new WordPieceModel(vocabulary, "[UNK]", "##", 100), new TokenizerParts
        {
            Normalizer = new BertNormalizer { Lowercase = lowercase },
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = hasSeparator && hasClassifier ? new BertPostProcessor(new("[SEP]", separator), new("[CLS]", classifier)) : null,
            Decoder = new WordPieceDecoder(),
            AddedTokens = added,
        });
    }

    /// <summary>GPT-2's vocab.json and merges.txt.</summary>
    public static (TokenizerModel Model, TokenizerParts Parts) ReadVocabAndMerges(ReadOnlyMemory<byte> vocabularyJson, ReadOnlySpan<byte> merges)
    {
        using var document = TokenizerJsonReader.Parse(vocabularyJson, "vocab.json");
        var vocabulary = ModelJson.ReadVocabulary(new(document.RootElement, "vocab.json"));
        var builder = new BpeBuilder(vocabulary, new());
        var number = 0;
        foreach (var range in merges.Split((byte)'\n'))
        {
            var line = merges[range].TrimEnd("\r"u8);
            number++;
            if (line.IsEmpty || (number == 1 && line.StartsWith("#version"u8)))
            {
                continue;
            }

            var space = line.IndexOf((byte)' ');
            if (space < 1 || space == line.Length - 1)
            {
                throw new TokenizerFormatException($"merges.txt: line {number} is '{VocabularyBuilder.Show(line)}'; expected two pieces with a space between");
            }

            builder.AddMerge(line[..space], line[(space + 1)..]);
        }

        return builder.MergeCount == 0
            ? throw new TokenizerFormatException("merges.txt: it has no merges; expected two pieces with a space between on each line")
            : (builder.Build(), ByteLevelParts(vocabulary, new ByteLevelPreTokenizer { AddPrefixSpace = false }));
    }

    /// <summary>tiktoken's ranks: a piece in base64 and its rank a line. Two pieces merge when together they are a piece, the one of the lowest rank first.</summary>
    public static (TokenizerModel Model, TokenizerParts Parts) ReadTiktoken(ReadOnlySpan<byte> text, string pattern)
    {
        var builder = new VocabularyBuilder("the ranks");
        var (bytes, letters) = (new byte[256], new byte[512]);
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd("\r"u8);
            number++;
            if (line.IsEmpty)
            {
                continue;
            }

            var space = line.IndexOf((byte)' ');
            var needed = Base64.GetMaxDecodedFromUtf8Length(Math.Max(space, 0));
            (bytes, letters) = needed > bytes.Length ? (new byte[needed], new byte[2 * needed]) : (bytes, letters);
            if (space < 1 || Base64.DecodeFromUtf8(line[..space], bytes, out _, out var length) != System.Buffers.OperationStatus.Done || length == 0
                || !int.TryParse(line[(space + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var rank))
            {
                throw new TokenizerFormatException($"the ranks: line {number} is '{VocabularyBuilder.Show(line)}'; expected a piece in base64, a space and its rank");
            }

            builder.Add(letters.AsSpan(0, ByteLetters.ToUtf8(bytes.AsSpan(0, length), letters)), rank);
        }

        var vocabulary = builder.Build();
        RequireBytes(vocabulary);
        var scores = new float[vocabulary.Size];
        for (var id = 0; id < scores.Length; id++)
        {
            scores[id] = -id;
        }

        var model = BpeModel.FromScores(vocabulary, scores, _ => true, new BpeOptions { IgnoreMerges = true });
        var parts = ByteLevelParts(vocabulary, new SequencePreTokenizer([
            new SplitPreTokenizer(TextPattern.Regex(pattern), SplitBehavior.Isolated), new ByteLevelPreTokenizer { AddPrefixSpace = false, UseRegex = false }]));
        return (model, parts);
    }

    // A byte that is no piece would vanish from texts.
    private static void RequireBytes(Vocabulary vocabulary)
    {
        if (vocabulary.Count == 0)
        {
            throw new TokenizerFormatException("the ranks: there are none; expected a piece in base64, a space and its rank on each line");
        }

        Span<byte> letter = stackalloc byte[2];
        for (var value = 0; value < 256; value++)
        {
            if (!vocabulary.TryGetId(letter[..ByteLetters.ToUtf8([(byte)value], letter)], out _))
            {
                throw new TokenizerFormatException(
                    $"the ranks: the byte 0x{value:X2} is missing ({vocabulary.Count} pieces were read); expected all 256 bytes to have a rank, without which texts could not be encoded");
            }
        }
    }

    private static TokenizerParts ByteLevelParts(Vocabulary vocabulary, PreTokenizer preTokenizer) => new()
    {
        PreTokenizer = preTokenizer,
        PostProcessor = new ByteLevelPostProcessor { TrimOffsets = false },
        Decoder = new ByteLevelDecoder(),
        AddedTokens = vocabulary.TryGetId("<|endoftext|>", out var id) ? [new("<|endoftext|>", id) { Special = true }] : [],
    };
}
