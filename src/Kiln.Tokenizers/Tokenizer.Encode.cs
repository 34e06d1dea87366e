namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>Encodes a text.</summary>
    /// <param name="text">The text; a lone surrogate stays one where the model knows all bytes, and counts as U+FFFD elsewhere.</param>
    /// <param name="options">How; null for the default: with special tokens and offsets.</param>
    /// <returns>The ids, with offsets in UTF-16 units of <paramref name="text"/> unless the options say otherwise.</returns>
    public TokenEncoding Encode(ReadOnlySpan<char> text, EncodeOptions? options = null) => Encode(text, default, isPair: false, options);

    /// <summary>Encodes a pair of texts, for example a question and a passage.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    /// <param name="options">How; null for the default: with special tokens and offsets.</param>
    /// <returns>The ids of both, with offsets into the text that each came from.</returns>
    public TokenEncoding Encode(ReadOnlySpan<char> first, ReadOnlySpan<char> second, EncodeOptions? options = null) => Encode(first, second, isPair: true, options);

    /// <summary>Encodes a text in UTF-8.</summary>
    /// <param name="text">The text; each invalid sequence counts as U+FFFD.</param>
    /// <param name="options">How; null for the default: with special tokens and offsets.</param>
    /// <returns>The ids, with offsets in bytes of <paramref name="text"/> unless the options say otherwise.</returns>
    public TokenEncoding Encode(ReadOnlySpan<byte> text, EncodeOptions? options = null) => Encode(text, default, isPair: false, options);

    /// <summary>Encodes a pair of texts in UTF-8.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    /// <param name="options">How; null for the default: with special tokens and offsets.</param>
    /// <returns>The ids of both, with offsets into the text that each came from.</returns>
    public TokenEncoding Encode(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, EncodeOptions? options = null) => Encode(first, second, isPair: true, options);

    /// <summary>The ids of a text alone, without offsets, truncation or padding: the fastest way.</summary>
    /// <param name="text">The text; a lone surrogate stays one where the model knows all bytes, and counts as U+FFFD elsewhere.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the tokenizer's template are added. Default: true.</param>
    /// <returns>The ids.</returns>
    public int[] EncodeToIds(ReadOnlySpan<char> text, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        var ids = IdsOf(session, text, addSpecialTokens);
        _sessions.Return(session);
        return ids;
    }

    /// <summary>The ids of a text in UTF-8 alone, without offsets, truncation or padding: the fastest way.</summary>
    /// <param name="text">The text; each invalid sequence counts as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the tokenizer's template are added. Default: true.</param>
    /// <returns>The ids.</returns>
    public int[] EncodeToIds(ReadOnlySpan<byte> text, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        var ids = IdsOf(session, text, addSpecialTokens);
        _sessions.Return(session);
        return ids;
    }

    /// <summary>Writes the ids of a text to a span, without allocating.</summary>
    /// <param name="text">The text; a lone surrogate stays one where the model knows all bytes, and counts as U+FFFD elsewhere.</param>
    /// <param name="destination">Where the ids go.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the tokenizer's template are added. Default: true.</param>
    /// <returns>The number of ids.</returns>
    /// <exception cref="TokenizerException">The span is too short; the message says how many ids there are.</exception>
    public int EncodeToIds(ReadOnlySpan<char> text, Span<int> destination, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        session.First.Load(text, _keepsSurrogates);
        return CopyIds(session, destination, addSpecialTokens);
    }

    /// <summary>Writes the ids of a text in UTF-8 to a span, without allocating.</summary>
    /// <param name="text">The text; each invalid sequence counts as U+FFFD.</param>
    /// <param name="destination">Where the ids go.</param>
    /// <param name="addSpecialTokens">Whether the special tokens of the tokenizer's template are added. Default: true.</param>
    /// <returns>The number of ids.</returns>
    /// <exception cref="TokenizerException">The span is too short; the message says how many ids there are.</exception>
    public int EncodeToIds(ReadOnlySpan<byte> text, Span<int> destination, bool addSpecialTokens = true)
    {
        var session = _sessions.Rent();
        session.First.Load(text);
        return CopyIds(session, destination, addSpecialTokens);
    }

    private TokenEncoding Encode<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, bool isPair, EncodeOptions? options)
        where T : unmanaged
    {
        options ??= EncodeOptions.Default;
        var session = _sessions.Rent();
        var encoding = EncodeOne(session, first, second, isPair, options);
        _sessions.Return(session);
        return (options.Padding ?? Parts.Padding) is { } padding ? encoding.PadTo(PaddedLength(encoding.Count, padding), padding) : encoding;
    }

    private TokenEncoding EncodeOne<T>(EncodeSession session, ReadOnlySpan<T> first, ReadOnlySpan<T> second, bool isPair, EncodeOptions options, int index = 0)
        where T : unmanaged
    {
        session.Models.Dropout = options.DropoutSeed is { } seed ? new Random(HashOf(seed, index)) : null;
        Load(session.First, first);
        _pipeline.Run(session, session.First, options.Offsets);
        if (isPair)
        {
            Load(session.Second, second);
            _pipeline.Run(session, session.Second, options.Offsets);
        }

        var assembler = new EncodingAssembler(this, options, session.Rooms);
        var encoding = assembler.Assemble(session.First, isPair ? session.Second : null, options.Truncation ?? Parts.Truncation);
        session.Models.Dropout = null;
        return encoding;
    }

    // Not HashCode, which differs from run to run.
    private static int HashOf(int seed, int index) => (int)(((((ulong)(uint)seed << 32) | (uint)index) * 0x9E3779B97F4A7C15) >> 32);

    private void Load<T>(SessionText text, ReadOnlySpan<T> source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(char))
        {
            text.Load(System.Runtime.InteropServices.MemoryMarshal.Cast<T, char>(source), _keepsSurrogates);
        }
        else
        {
            text.Load(System.Runtime.InteropServices.MemoryMarshal.Cast<T, byte>(source));
        }
    }

    private static int PaddedLength(int longest, PaddingOptions padding)
    {
        var length = padding.Length ?? longest;
        var rounded = padding.MultipleOf is > 0 and var multiple ? ((long)length + multiple - 1) / multiple * multiple : length;
        return rounded <= Array.MaxLength ? (int)rounded
            : throw new TokenizerException($"the padding makes an encoding of {length} tokens {rounded} long (a multiple of {padding.MultipleOf}); at most {Array.MaxLength} can be held");
    }

    private int[] IdsOf<T>(EncodeSession session, ReadOnlySpan<T> text, bool addSpecialTokens)
        where T : unmanaged
    {
        Load(session.First, text);
        _pipeline.Run(session, session.First, tracks: false);
        var ids = new int[CountIds(session, addSpecialTokens)];
        WriteIds(session, ids, addSpecialTokens);
        return ids;
    }

    private int CopyIds(EncodeSession session, Span<int> destination, bool addSpecialTokens)
    {
        _pipeline.Run(session, session.First, tracks: false);
        var count = CountIds(session, addSpecialTokens);
        if (count <= destination.Length)
        {
            WriteIds(session, destination, addSpecialTokens);
        }

        _sessions.Return(session);
        return count <= destination.Length ? count : throw new TokenizerException($"the text has {count} tokens, and the span has room for {destination.Length}");
    }

    private int CountIds(EncodeSession session, bool addSpecialTokens)
    {
        var template = TemplateOf(isPair: false, addSpecialTokens);
        return template.AddedCount + (template.TextCount * session.First.Tokens.Count);
    }

    private void WriteIds(EncodeSession session, Span<int> destination, bool addSpecialTokens)
    {
        var ids = session.First.Tokens.Ids.AsSpan(0, session.First.Tokens.Count);
        foreach (var piece in TemplateOf(isPair: false, addSpecialTokens).Pieces)
        {
            var part = piece.Kind == TemplatePieceKind.Special ? piece.Ids : ids;
            part.CopyTo(destination);
            destination = destination[part.Length..];
        }
    }
}
