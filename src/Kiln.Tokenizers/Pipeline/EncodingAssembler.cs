namespace Kiln.Tokenizers;

/// <summary>Puts the tokens of one or two texts and the special tokens together: truncation, template, offsets in the unit asked for.</summary>
internal readonly struct EncodingAssembler(Tokenizer tokenizer, PostProcessor? postProcessor, EncodeOptions options)
{
    /// <summary>Makes the encoding of a text or a pair; <paramref name="second"/> is null for a single text.</summary>
    public TokenEncoding Assemble(SessionText first, SessionText? second, TruncationOptions? truncation)
    {
        var template = (second is null ? postProcessor?.Single : postProcessor?.Pair) ?? (second is null ? PlainSingle : PlainPair);
        var added = options.AddSpecialTokens ? template.AddedCount : 0;
        FinishOffsets(first);
        if (second is not null)
        {
            FinishOffsets(second);
        }

        if (truncation is null || first.Tokens.Count + (second?.Tokens.Count ?? 0) + added <= truncation.MaxLength)
        {
            truncation?.Check(added);
            return Make(template, added, first, new(0, first.Tokens.Count), second, new(0, second?.Tokens.Count ?? 0), []);
        }

        List<TextSpan> firstParts = [new(0, first.Tokens.Count)], secondParts = [new(0, second?.Tokens.Count ?? 0)];
        TruncationPlan.Cut(truncation, added, firstParts, second is null ? null : secondParts);

        // All overflowing parts of the first text with every part of the second, then its main part with the second's overflowing parts.
        List<TokenEncoding> overflowing = [];
        for (var i = 1; i <= firstParts.Count; i++)
        {
            var isMain = i == firstParts.Count;
            for (var j = isMain ? 1 : 0; j < secondParts.Count; j++)
            {
                overflowing.Add(Make(template, added, first, firstParts[isMain ? 0 : i], second, secondParts[j], []));
            }
        }

        return Make(template, added, first, firstParts[0], second, secondParts[0], overflowing);
    }

    private static readonly SequenceTemplate PlainSingle = new([new(TemplatePieceKind.First, 0, [])]);
    private static readonly SequenceTemplate PlainPair = new([new(TemplatePieceKind.First, 0, []), new(TemplatePieceKind.Second, 1, [])]);

    private TokenEncoding Make(
        SequenceTemplate template, int added, SessionText first, TextSpan firstPart, SessionText? second, TextSpan secondPart, IReadOnlyList<TokenEncoding> overflowing)
    {
        var count = added;
        foreach (var piece in template.Pieces)
        {
            count += piece.Kind switch { TemplatePieceKind.First => firstPart.Length, TemplatePieceKind.Second => secondPart.Length, _ => 0 };
        }

        var tracked = options.Offsets ? count : 0;
        var (ids, types, attention, special, sequences) = (new int[count], new int[count], new int[count], new int[count], new int[count]);
        var (words, offsets) = (new int[tracked], new TokenOffset[tracked]);
        attention.AsSpan().Fill(1);
        var at = 0;
        foreach (var piece in template.Pieces)
        {
            if (piece.Kind == TemplatePieceKind.Special)
            {
                if (!options.AddSpecialTokens)
                {
                    continue;
                }

                var length = piece.Ids.Length;
                piece.Ids.CopyTo(ids, at);
                types.AsSpan(at, length).Fill(piece.TypeId);
                special.AsSpan(at, length).Fill(1);
                sequences.AsSpan(at, length).Fill(-1);
                if (tracked > 0)
                {
                    words.AsSpan(at, length).Fill(-1);
                }

                at += length;
                continue;
            }

            var isFirst = piece.Kind == TemplatePieceKind.First;
            var (tokens, part) = isFirst ? (first.Tokens, firstPart) : (second!.Tokens, secondPart);
            tokens.Ids.AsSpan(part.Start, part.Length).CopyTo(ids.AsSpan(at));
            var type = template.TypesNeedSpecials && !options.AddSpecialTokens ? (isFirst ? 0 : 1) : piece.TypeId;
            types.AsSpan(at, part.Length).Fill(type);
            sequences.AsSpan(at, part.Length).Fill(isFirst ? 0 : 1);
            if (tracked > 0)
            {
                tokens.Words.AsSpan(part.Start, part.Length).CopyTo(words.AsSpan(at));
                for (var i = 0; i < part.Length; i++)
                {
                    offsets[at + i] = new(tokens.Starts[part.Start + i], tokens.Ends[part.Start + i]);
                }
            }

            at += part.Length;
        }

        return new(tokenizer, ids, types, attention, special, sequences, words, offsets, overflowing);
    }

    private void FinishOffsets(SessionText text)
    {
        if (!options.Offsets)
        {
            return;
        }

        var tokens = text.Tokens;
        if (postProcessor?.TrimsOffsets == true)
        {
            for (var i = 0; i < tokens.Count; i++)
            {
                TrimSpaces(tokens, i);
            }
        }

        var converter = new OffsetConverter(text, options.Unit);
        for (var i = 0; i < tokens.Count; i++)
        {
            var start = converter.Convert(tokens.Starts[i]);
            (tokens.Starts[i], tokens.Ends[i]) = (start, converter.Convert(tokens.Ends[i]));
        }
    }

    /// <summary>Leaves the spaces at both ends of a token out of its offsets. A space that was put before the text has no place there to leave out.</summary>
    private void TrimSpaces(TokenBuffer tokens, int index)
    {
        var token = tokenizer.TokenBytes(tokens.Ids[index]);
        var (leading, trailing) = (CountSpaces(token, fromEnd: false), CountSpaces(token, fromEnd: true));
        if (leading > 0 && (index == 0 || tokens.Starts[index] == 0) && postProcessor!.AddsPrefixSpace)
        {
            leading--;
        }

        var (start, end) = (tokens.Starts[index], tokens.Ends[index]);
        start = Math.Min(start + leading, end);
        end = trailing > 0 && end >= trailing ? Math.Max(end - trailing, start) : end;
        (tokens.Starts[index], tokens.Ends[index]) = (start, end);
    }

    private static int CountSpaces(ReadOnlySpan<byte> token, bool fromEnd)
    {
        // Ġ, the letter of the space, is C4 A0 in UTF-8.
        var count = 0;
        while (!token.IsEmpty)
        {
            if (fromEnd ? token.EndsWith("\u0120"u8) : token.StartsWith("\u0120"u8))
            {
                token = fromEnd ? token[..^2] : token[2..];
            }
            else if ((fromEnd ? token[^1] : token[0]) is (byte)' ' or (>= 9 and <= 13))
            {
                token = fromEnd ? token[..^1] : token[1..];
            }
            else
            {
                break;
            }

            count++;
        }

        return count;
    }
}
