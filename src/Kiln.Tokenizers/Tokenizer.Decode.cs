namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>The text of some ids.</summary>
    /// <param name="ids">The ids; those that no token has, negative ones too, are left out, as in the reference.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out. Default: true.</param>
    /// <param name="cleanUpSpaces">
    /// Whether spaces before punctuation and English contractions go, as <c>clean_up_tokenization_spaces</c> of tokenizer_config.json says; null for what the
    /// tokenizer's own file says. Default: null.
    /// </param>
    /// <returns>The text. A lone surrogate comes back from its three bytes where the model knows all bytes; other bytes that are no UTF-8 become U+FFFD.</returns>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = true, bool? cleanUpSpaces = null)
    {
        var session = _sessions.Rent();
        DecodeInto(session.Pieces, ids, skipSpecialTokens);
        var text = ToText(session.Pieces.Bytes);
        _sessions.Return(session);
        return cleanUpSpaces ?? Parts.Config.CleansUpSpaces ?? false ? ByteText.CleanUp(text, negations: false) : text;
    }

    /// <summary>The bytes of some ids: UTF-8 as far as the tokens make whole characters, for which a byte-level model gives no warranty.</summary>
    /// <param name="ids">The ids; those that no token has, negative ones too, are left out, as in the reference.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out. Default: true.</param>
    /// <returns>The bytes.</returns>
    public byte[] DecodeToUtf8(ReadOnlySpan<int> ids, bool skipSpecialTokens = true)
    {
        var session = _sessions.Rent();
        DecodeInto(session.Pieces, ids, skipSpecialTokens);
        var text = session.Pieces.Bytes.ToArray();
        _sessions.Return(session);
        return text;
    }

    /// <summary>Writes the bytes of some ids to a span, without allocating.</summary>
    /// <param name="ids">The ids; those that no token has, negative ones too, are left out, as in the reference.</param>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="written">The number of bytes; when the span is too short, the number that is needed.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out. Default: true.</param>
    /// <returns>Whether the span had room.</returns>
    public bool TryDecodeToUtf8(ReadOnlySpan<int> ids, Span<byte> destination, out int written, bool skipSpecialTokens = true)
    {
        var session = _sessions.Rent();
        DecodeInto(session.Pieces, ids, skipSpecialTokens);
        written = session.Pieces.Bytes.Length;
        var copied = session.Pieces.Bytes.TryCopyTo(destination);
        _sessions.Return(session);
        return copied;
    }

    /// <summary>The texts of many lists of ids.</summary>
    /// <param name="batch">The lists.</param>
    /// <param name="skipSpecialTokens">Whether special tokens are left out. Default: true.</param>
    /// <returns>A text for each list.</returns>
    /// <exception cref="ArgumentException">A list is null; the message says which.</exception>
    public string[] DecodeBatch(IReadOnlyList<int[]> batch, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var texts = new string[batch.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Decode(batch[i] ?? throw new ArgumentException($"batch[{i}] is null; expected a list of ids, which may be empty", nameof(batch)), skipSpecialTokens);
        }

        return texts;
    }

    /// <summary>Decodes ids as they come, for example from a model that generates text.</summary>
    /// <param name="skipSpecialTokens">Whether special tokens are left out. Default: true.</param>
    /// <returns>A decoder for one stream of ids, used by one thread.</returns>
    public StreamingDecoder CreateStreamingDecoder(bool skipSpecialTokens = true) => new(this, skipSpecialTokens);

    /// <summary>The text of decoded bytes.</summary>
    internal string ToText(ReadOnlySpan<byte> bytes) => _keepsSurrogates ? GeneralizedUtf8.ToUtf16(bytes) : System.Text.Encoding.UTF8.GetString(bytes);

    internal void DecodeInto(PieceList pieces, ReadOnlySpan<int> ids, bool skipSpecialTokens)
    {
        pieces.Clear();
        var decoder = Parts.Decoder;
        foreach (var id in ids)
        {
            if (skipSpecialTokens && IsSkipped(id))
            {
                continue;
            }

            if (_added.BytesById(id) is { } added)
            {
                AddPiece(pieces, added, decoder);
            }
            else if (Model.Vocabulary.Contains(id))
            {
                AddPiece(pieces, Model.Vocabulary[id], decoder);
            }
        }

        decoder?.Apply(pieces);
    }

    private static void AddPiece(PieceList pieces, ReadOnlySpan<byte> piece, Decoder? decoder)
    {
        if (decoder is null && pieces.Count > 0)
        {
            pieces.Append(" "u8);
        }

        pieces.Add(piece);
    }
}
