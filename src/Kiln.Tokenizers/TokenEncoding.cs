namespace Kiln.Tokenizers;

/// <summary>
/// An encoded text or pair of texts: ids, and beside each id its type, whether it is to be attended to, whether it is a special token, where
/// it came from and in which word. Immutable. The lists are all equally long; offsets and words are empty when they were not asked for.
/// </summary>
public sealed class TokenEncoding
{
    private readonly Tokenizer _tokenizer;
    private readonly EncodingLayout _layout;
    private readonly int[] _ids, _wordIds;
    private readonly TokenOffset[] _offsets;

    // What the layout says in full: made when it is asked for, since many programs ask for ids alone. Threads that ask at the same time make the same.
    private int[]? _typeIds, _attentionMask, _specialTokensMask, _sequenceIds;

    // Of a padded encoding, the one that was padded, and how: from these come the tokens, which few ask for.
    private TokenEncoding? _unpadded;
    private PaddingOptions? _padding;

    internal TokenEncoding(Tokenizer tokenizer, EncodingLayout layout, int[] ids, int[] wordIds, TokenOffset[] offsets, IReadOnlyList<TokenEncoding> overflowing)
    {
        (_tokenizer, _layout, _ids, _wordIds, _offsets, Overflowing) = (tokenizer, layout, ids, wordIds, offsets, overflowing);
    }

    /// <summary>The number of tokens.</summary>
    public int Count => _ids.Length;

    /// <summary>The ids.</summary>
    public ReadOnlySpan<int> Ids => _ids;

    /// <summary>The type ids: usually 0 for the first text and 1 for the second.</summary>
    public ReadOnlySpan<int> TypeIds => _typeIds ??= _layout.ToList(Count, static piece => piece.TypeId);

    /// <summary>1 for tokens, 0 for padding.</summary>
    public ReadOnlySpan<int> AttentionMask => _attentionMask ??= _layout.ToList(Count, static _ => 1);

    /// <summary>1 for special tokens that were added and for padding, 0 for tokens of the text.</summary>
    public ReadOnlySpan<int> SpecialTokensMask => _specialTokensMask ??= _layout.ToList(Count, static piece => piece.IsMasked ? 1 : 0);

    /// <summary>0 for tokens of the first text, 1 for those of the second, -1 for special tokens that were added and for padding.</summary>
    public ReadOnlySpan<int> SequenceIds => _sequenceIds ??= _layout.ToList(Count, static piece => piece.SequenceId);

    /// <summary>Where each token came from; (0, 0) for special tokens that were added.</summary>
    public ReadOnlySpan<TokenOffset> Offsets => _offsets;

    /// <summary>The number of the word that each token belongs to; -1 for special tokens that were added.</summary>
    public ReadOnlySpan<int> WordIds => _wordIds;

    /// <summary>What truncation cut off, in encodings of the same form, each repeating as many tokens of the one before as the stride says.</summary>
    public IReadOnlyList<TokenEncoding> Overflowing { get; }

    /// <summary>The tokens as the vocabulary has them; padding as <see cref="PaddingOptions.PadToken"/> says.</summary>
    /// <returns>A text for each id.</returns>
    public string[] GetTokens()
    {
        if (_unpadded is { } unpadded)
        {
            return Padded<string>(unpadded.GetTokens(), Count, _padding!.PadToken, _padding.Side);
        }

        var tokens = new string[_ids.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = _tokenizer.IdToToken(_ids[i]) ?? "";
        }

        return tokens;
    }

    /// <summary>The first token that covers a position of the input, or -1.</summary>
    /// <param name="position">A position in the unit of the offsets.</param>
    /// <param name="sequence">0 for the first text, 1 for the second. Default: 0.</param>
    public int TokenAt(int position, int sequence = 0)
    {
        var sequences = SequenceIds;
        for (var i = 0; i < _offsets.Length; i++)
        {
            if (sequences[i] == sequence && position >= _offsets[i].Start && position < _offsets[i].End)
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
            return overflowing == Overflowing
                ? this
                : new(_tokenizer, _layout, _ids, _wordIds, _offsets, overflowing)
                {
                    _typeIds = _typeIds,
                    _attentionMask = _attentionMask,
                    _specialTokensMask = _specialTokensMask,
                    _sequenceIds = _sequenceIds,
                    _unpadded = _unpadded,
                    _padding = _padding,
                };
        }

        return new(
            _tokenizer, default, Pad(Ids, options.PadId), _wordIds.Length < Count ? _wordIds : Pad(WordIds, -1), _offsets.Length < Count ? _offsets : Pad(Offsets, default), overflowing)
        {
            _typeIds = Pad(TypeIds, options.PadTypeId),
            _attentionMask = Pad(AttentionMask, 0),
            _specialTokensMask = Pad(SpecialTokensMask, 1),
            _sequenceIds = Pad(SequenceIds, -1),
            _unpadded = this,
            _padding = options,
        };

        T[] Pad<T>(ReadOnlySpan<T> values, T padding) => Padded(values, length, padding, options.Side);
    }

    private static T[] Padded<T>(ReadOnlySpan<T> values, int length, T padding, TextSide side)
    {
        var padded = new T[length];
        var more = length - values.Length;
        var left = side == TextSide.Left;
        values.CopyTo(padded.AsSpan(left ? more : 0));
        padded.AsSpan(left ? 0 : values.Length, more).Fill(padding);
        return padded;
    }
}
