using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Makes a tokenizer of a SentencePiece file.</summary>
internal static class SentencePieceSource
{
    /// <summary>Whether data begins like a SentencePiece model: with a piece of a few bytes.</summary>
    public static bool Recognizes(ReadOnlySpan<byte> data) => data.Length > 4 && data[0] == 0x0A && data[1] >= 3 && data[2] == 0x0A && data[3] > 0 && data[3] < data[1];

    public static (TokenizerModel Model, TokenizerParts Parts) Read(ReadOnlySpan<byte> data, bool addBos = false, bool addEos = false) =>
        Build(SentencePieceFile.Read(data), addBos, addEos);

    public static (TokenizerModel Model, TokenizerParts Parts) Build(SentencePieceFile file, bool addBos, bool addEos)
    {
        var builder = new VocabularyBuilder("SentencePiece model");
        foreach (var piece in file.Pieces)
        {
            builder.Add(piece.Bytes);
        }

        var vocabulary = builder.Build();
        TokenizerModel model = file.Kind switch
        {
            SentencePieceModelKind.Unigram => new UnigramModel(vocabulary, file),
            SentencePieceModelKind.Word => new SentencePieceWordModel(vocabulary, file),
            _ => new SentencePieceBpeModel(vocabulary, file),
        };
        return (model, new TokenizerParts
        {
            Normalizer = new SentencePieceNormalizer(file),
            PreTokenizer = file.Kind == SentencePieceModelKind.Word ? new WordMarkPreTokenizer() : null,
            Decoder = new SentencePieceDecoder(file.AddsDummyPrefix, file.RemovesExtraSpaces, file.ByteFallback),
            AddedTokens = [.. AddedTokens(file)],
            PostProcessor = MakeTemplate(file, addBos, addEos),
            Config = new() { SpecialTokens = Roles(file) },
        });
    }

    // Controls cannot be written in a text, and decode to nothing; what is unknown, to a sign.
    private static IEnumerable<AddedToken> AddedTokens(SentencePieceFile file)
    {
        for (var id = 0; id < file.Pieces.Count; id++)
        {
            if (file.Pieces[id].Type is SentencePieceType.Control or SentencePieceType.Unknown)
            {
                yield return new(Encoding.UTF8.GetString(file.Pieces[id].Bytes), id) { Special = true, MatchesText = false, Surface = file.Pieces[id].Type == SentencePieceType.Unknown ? file.UnknownSurface : null };
            }
        }
    }

    private static TemplatePostProcessor? MakeTemplate(SentencePieceFile file, bool addBos, bool addEos)
    {
        var before = addBos ? Name(file.Bos, "beginning") : null;
        var after = addEos ? Name(file.Eos, "end") : null;
        if (before is null && after is null)
        {
            return null;
        }

        // Places are separated by spaces, which a piece has not.
        List<TemplatePlace> single = [], pair = [];
        Text(single, "A", 0);
        Text(pair, "A", 0);
        Text(pair, "B", 1);
        List<TemplateToken> tokens = [];
        if (before is not null)
        {
            tokens.Add(new(before, [file.Bos], [before]));
        }

        if (after is not null && after != before)
        {
            tokens.Add(new(after, [file.Eos], [after]));
        }

        return new(single, pair, tokens);

        void Text(List<TemplatePlace> places, string name, int type)
        {
            if (before is not null)
            {
                places.Add(new(before, IsSequence: false, type));
            }

            places.Add(new(name, IsSequence: true, type));
            if (after is not null)
            {
                places.Add(new(after, IsSequence: false, type));
            }
        }

        string Name(int id, string what) => id >= 0 && id < file.Pieces.Count
            ? Encoding.UTF8.GetString(file.Pieces[id].Bytes)
            : throw new TokenizerFormatException($"a token for the {what} of texts is asked for, and the vocabulary has none");
    }

    private static Dictionary<string, string> Roles(SentencePieceFile file)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (role, id) in new[] { ("unk_token", file.Unknown), ("bos_token", file.Bos), ("eos_token", file.Eos), ("pad_token", file.Pad) })
        {
            if (id >= 0 && id < file.Pieces.Count)
            {
                roles[role] = Encoding.UTF8.GetString(file.Pieces[id].Bytes);
            }
        }

        return roles;
    }
}
