namespace Kiln.Tokenizers;

/// <summary>
/// An encoded text or pair of texts: ids, and beside each id its type, whether it is to be attended to, whether it is a special token, where
/// it came from and in which word. Immutable. The lists are all equally long; offsets and words are empty when they were not asked for.
/// </summary>
public sealed class TokenEncoding
{
    private readonly Tokenizer _tokenizer;
    private readonly EncodingLayout _layout;

    // The ids, and when they were asked for after them the words and then the offsets, in one array: a batch of many texts makes a quarter of the objects that each list by itself would be, and
    // collections, which stop all threads, take as much less time. Encodings of a batch share arrays.
    private readonly int[] _numbers;
    private readonly int _start, _count;
    private readonly bool _tracked;

    // What few ask for.
    private Lists? _lists;

    internal TokenEncoding(Tokenizer tokenizer, EncodingLayout layout, EncodingRoom room, IReadOnlyList<TokenEncoding> overflowing)
    {
        (_tokenizer, _layout) = (tokenizer, layout);
        (_numbers, _start, _count, _tracked) = room;
        if (overflowing.Count > 0)
        {
            _lists = new() { Overflowing = overflowing };
        }
    }

    private TokenEncoding(TokenEncoding other, Lists lists)
    {
        (_tokenizer, _layout, _numbers, _start, _count, _tracked, _lists) = (other._tokenizer, other._layout, other._numbers, other._start, other._count, other._tracked, lists);
    }

    private TokenEncoding(Tokenizer tokenizer, EncodingRoom room, Lists lists)
    {
        (_tokenizer, _lists) = (tokenizer, lists);
        (_numbers, _start, _count, _tracked) = room;
    }

    /// <summary>The number of tokens.</summary>
    public int Count => _count;

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => Room.Ids;

    /// <summary>The type ids: usually 0 for the first text and 1 for the second.</summary>
    public ReadOnlySpan<int> TypeIds => Made.TypeIds ??= _layout.ToList(Count, static piece => piece.TypeId);

    /// <summary>1 for tokens, 0 for padding.</summary>
    public ReadOnlySpan<int> AttentionMask => Made.AttentionMask ??= _layout.ToList(Count, static _ => 1);

    /// <summary>1 for special tokens that were added and for padding, 0 for tokens of the text.</summary>
    public ReadOnlySpan<int> SpecialTokensMask => Made.SpecialTokensMask ??= _layout.ToList(Count, static piece => piece.IsMasked ? 1 : 0);

    /// <summary>0 for tokens of the first text, 1 for those of the second, -1 for special tokens that were added and for padding.</summary>
    public ReadOnlySpan<int> SequenceIds => Made.SequenceIds ??= _layout.ToList(Count, static piece => piece.SequenceId);

    /// <summary>Where each token came from; (0, 0) for special tokens that were added.</summary>
    public ReadOnlySpan<TokenOffset> Offsets => Room.Offsets;

    /// <summary>The number of the word that each token belongs to; -1 for special tokens that were added.</summary>
    public ReadOnlySpan<int> WordIds => Room.Words;

    /// <summary>What truncation cut off, in encodings of the same form, each repeating as many tokens of the one before as the stride says.</summary>
    public IReadOnlyList<TokenEncoding> Overflowing => _lists?.Overflowing ?? [];

    private EncodingRoom Room => new(_numbers, _start, _count, _tracked);

    // Threads that ask at the same time get one object, and make the same lists in it.
    private Lists Made => _lists ?? Interlocked.CompareExchange(ref _lists, new(), null) ?? _lists;

    /// <summary>The tokens as the vocabulary has them; padding as <see cref="PaddingOptions.PadToken"/> says.</summary>
    /// <returns>A text for each id.</returns>
    public string[] GetTokens()
    {
        if (_lists is { Unpadded: { } unpadded, Padding: { } padding })
        {
            return Padded<string>(unpadded.GetTokens(), Count, padding.PadToken, padding.Side);
        }

        var ids = Ids;
        var tokens = new string[ids.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = _tokenizer.IdToToken(ids[i]) ?? "";
        }

        return tokens;
    }

    /// <summary>The first token that covers a position of the input, or -1.</summary>
    /// <param name="position">A position in the unit of the offsets.</param>
    /// <param name="sequence">0 for the first text, 1 for the second. Default: 0.</param>
    public int TokenAt(int position, int sequence = 0)
    {
        var offsets = Offsets;
        var sequences = SequenceIds;
        for (var i = 0; i < offsets.Length; i++)
        {
            if (sequences[i] == sequence && position >= offsets[i].Start && position < offsets[i].End)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The same encoding with padding up to a length.</summary>
    /// <param name="length">The length to reach; a longer encoding stays as it is.</param>
    /// <param name="options">The padding; its own length is not looked at.</param>
    /// <returns>The padded encoding.</returns>
    public TokenEncoding PadTo(int length, PaddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var overflowing = Overflowing.Count == 0 ? Overflowing : [.. Overflowing.Select(part => part.PadTo(length, options))];
        if (length <= Count)
        {
            return overflowing == Overflowing ? this : new(this, new(_lists) { Overflowing = overflowing });
        }

        var room = EncodingRoom.Make(length, _tracked);
        Pad(Ids, room.Ids, options.PadId, options.Side);
        if (_tracked)
        {
            Pad(WordIds, room.Words, -1, options.Side);
            Pad(Offsets, room.Offsets, default, options.Side);
        }

        return new(_tokenizer, room, new()
        {
            TypeIds = Padded(TypeIds, length, options.PadTypeId, options.Side),
            AttentionMask = Padded(AttentionMask, length, 0, options.Side),
            SpecialTokensMask = Padded(SpecialTokensMask, length, 1, options.Side),
            SequenceIds = Padded(SequenceIds, length, -1, options.Side),
            Unpadded = this,
            Padding = options,
            Overflowing = overflowing,
        });
    }

    private static T[] Padded<T>(ReadOnlySpan<T> values, int length, T padding, TextSide side)
    {
        var padded = new T[length];
        Pad(values, padded, padding, side);
        return padded;
    }

    private static void Pad<T>(ReadOnlySpan<T> values, Span<T> padded, T padding, TextSide side)
    {
        var more = padded.Length - values.Length;
        var left = side == TextSide.Left;
        values.CopyTo(padded[(left ? more : 0)..]);
        padded.Slice(left ? 0 : values.Length, more).Fill(padding);
    }

    private sealed class Lists
    {
        // What the layout says in full: made when it is asked for, since many programs ask for ids alone.
        public int[]? TypeIds, AttentionMask, SpecialTokensMask, SequenceIds;

        // Of a padded encoding, the one that was padded, and how: from these come the tokens.
        public TokenEncoding? Unpadded;
        public PaddingOptions? Padding;

        public IReadOnlyList<TokenEncoding> Overflowing = [];

        public Lists(Lists? other = null)
        {
            if (other is not null)
            {
                (TypeIds, AttentionMask, SpecialTokensMask, SequenceIds) = (other.TypeIds, other.AttentionMask, other.SpecialTokensMask, other.SequenceIds);
                (Unpadded, Padding, Overflowing) = (other.Unpadded, other.Padding, other.Overflowing);
            }
        }
    }
}
