namespace Kiln.Tokenizers;

/// <summary>What a piece of a SentencePiece vocabulary is for; the numbers are those of the file, and of GGUF's token types.</summary>
internal enum SentencePieceType : byte
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>How a SentencePiece model cuts text.</summary>
internal enum SentencePieceModelKind
{
    Unigram = 1,
    Bpe = 2,
    Word = 3,
    Character = 4,
}

/// <summary>One piece with its score and what it is for.</summary>
internal readonly record struct ScoredPiece(byte[] Bytes, float Score, SentencePieceType Type);

/// <summary>
/// What a SentencePiece <c>.model</c> says, the protocol buffer <c>ModelProto</c> of sentencepiece_model.proto: pieces, the settings of its training that
/// matter for use, and its normalization. What is left out of the file has the default that is stated here.
/// </summary>
internal sealed record SentencePieceFile
{
    // A piece is as long as a vocabulary makes it; a larger one than this is damage.
    private const int LongestPiece = 1 << 16;
    private const int MostPieces = 1 << 23;

    public IReadOnlyList<ScoredPiece> Pieces { get; init; } = [];

    public SentencePieceModelKind Kind { get; init; } = SentencePieceModelKind.Unigram;

    public bool ByteFallback { get; init; }

    /// <summary>Whether the mark of a word stands after it.</summary>
    public bool MarksEnds { get; init; }

    public int Unknown { get; init; }

    /// <summary>The ids of the pieces for the beginning and the end of a text and for padding; -1 for none.</summary>
    public int Bos { get; init; } = -1;

    public int Eos { get; init; } = -1;

    public int Pad { get; init; } = -1;

    /// <summary>What an unknown piece decodes to; null for nothing.</summary>
    public string? UnknownSurface { get; init; }

    public byte[] CharacterMap { get; init; } = [];

    public bool AddsDummyPrefix { get; init; } = true;

    public bool RemovesExtraSpaces { get; init; } = true;

    public bool EscapesSpaces { get; init; } = true;

    /// <summary>Reads a file.</summary>
    /// <exception cref="TokenizerFormatException">It is damaged, or not of this kind.</exception>
    public static SentencePieceFile Read(ReadOnlySpan<byte> data)
    {
        const string What = "SentencePiece model";
        var pieces = new List<ScoredPiece>();
        var file = new SentencePieceFile { UnknownSurface = " ⁇ " };
        var (bos, eos, pad) = ("<s>", "</s>", "<pad>");
        var reader = new ProtobufReader(data, What);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    pieces.Add(ReadPiece(reader.Bytes(), pieces.Count));
                    break;
                case 2:
                    file = file.WithTraining(reader.Bytes(), ref bos, ref eos, ref pad);
                    break;
                case 3:
                    file = file.WithNormalization(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }

            if (pieces.Count > MostPieces)
            {
                throw new TokenizerFormatException($"{What}: more than {MostPieces} pieces");
            }
        }

        if (pieces.Count == 0)
        {
            throw new TokenizerFormatException($"{What}: it has no pieces; expected a file that SentencePiece wrote");
        }

        // The piece that is marked as unknown counts, whatever the training's settings say.
        var unknown = pieces.FindIndex(piece => piece.Type == SentencePieceType.Unknown);
        if (unknown < 0)
        {
            throw new TokenizerFormatException($"{What}: none of its {pieces.Count} pieces is the unknown one");
        }

        CheckBytes(pieces, file.ByteFallback);
        return file with { Pieces = pieces, Unknown = unknown, Bos = Control(pieces, bos), Eos = Control(pieces, eos), Pad = Control(pieces, pad) };
    }

    // SentencePiece finds these pieces by their names, whatever ids the settings have, and only among the controls.
    private static int Control(List<ScoredPiece> pieces, string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        return pieces.FindIndex(piece => piece.Type == SentencePieceType.Control && piece.Bytes.AsSpan().SequenceEqual(bytes));
    }

    // All 256 bytes or none, as SentencePiece has it.
    private static void CheckBytes(List<ScoredPiece> pieces, bool byteFallback)
    {
        var bytes = new HashSet<byte>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Type != SentencePieceType.Byte)
            {
                continue;
            }

            var text = System.Text.Encoding.UTF8.GetString(pieces[i].Bytes);
            if (!byteFallback)
            {
                throw new TokenizerFormatException($"SentencePiece model, piece {i}: it is '{text}', a byte, and the settings of training, which stand behind the pieces, do not say that there are any (byte_fallback); the file is damaged or cut off, get it anew");
            }

            bytes.Add(ByteTokens.TryParse(pieces[i].Bytes, out var value)
                ? value
                : throw new TokenizerFormatException($"SentencePiece model, piece {i}: '{text}' is no byte; bytes are '<0x00>' to '<0xFF>'"));
        }

        if (byteFallback && bytes.Count != 256)
        {
            throw new TokenizerFormatException($"SentencePiece model: it has pieces for {bytes.Count} bytes, and writes unknown characters by bytes (byte_fallback), which takes all 256");
        }
    }

    private static ScoredPiece ReadPiece(ReadOnlySpan<byte> data, int index)
    {
        var reader = new ProtobufReader(data, $"SentencePiece model, piece {index}");
        var (bytes, score, type) = (Array.Empty<byte>(), 0f, (long)SentencePieceType.Normal);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    bytes = reader.Bytes().ToArray();
                    break;
                case 2:
                    score = reader.Single();
                    break;
                case 3:
                    type = reader.Integer();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return bytes.Length is 0 or > LongestPiece ? throw Wrong($"it has {bytes.Length} bytes")
            : !float.IsFinite(score) ? throw Wrong($"its score is {score}")
            : type is < 1 or > 6 ? throw Wrong($"its type is {type}; types go from 1 to 6")
            : new(bytes, score, (SentencePieceType)type);

        TokenizerFormatException Wrong(string reason) => new($"SentencePiece model, piece {index}: {reason}");
    }

    private SentencePieceFile WithTraining(ReadOnlySpan<byte> data, ref string bos, ref string eos, ref string pad)
    {
        var file = this;
        var reader = new ProtobufReader(data, "SentencePiece model, settings of training");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    var kind = reader.Integer();
                    file = kind is >= 1 and <= 4
                        ? file with { Kind = (SentencePieceModelKind)kind }
                        : throw new TokenizerFormatException($"SentencePiece model: its kind is {kind}; supported are 1 (Unigram), 2 (BPE), 3 (words) and 4 (characters)");
                    break;
                case 24:
                    file = file with { MarksEnds = reader.Flag() };
                    break;
                case 35:
                    file = file with { ByteFallback = reader.Flag() };
                    break;
                case 44:
                    file = file with { UnknownSurface = reader.Text() };
                    break;
                case 46:
                    bos = reader.Text();
                    break;
                case 47:
                    eos = reader.Text();
                    break;
                case 48:
                    pad = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return file;
    }

    private SentencePieceFile WithNormalization(ReadOnlySpan<byte> data)
    {
        var file = this;
        var reader = new ProtobufReader(data, "SentencePiece model, normalization");
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    file = file with { CharacterMap = reader.Bytes().ToArray() };
                    break;
                case 3:
                    file = file with { AddsDummyPrefix = reader.Flag() };
                    break;
                case 4:
                    file = file with { RemovesExtraSpaces = reader.Flag() };
                    break;
                case 5:
                    file = file with { EscapesSpaces = reader.Flag() };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return file;
    }
}
