namespace Kiln.Tokenizers;

/// <summary>Puts the tokens of one or two texts and the special tokens together: truncation, template, offsets in the unit asked for.</summary>
internal readonly struct EncodingAssembler(Tokenizer tokenizer, EncodeOptions options)
{
    /// <summary>Makes the encoding of a text or a pair; <paramref name="second"/> is null for a single text.</summary>
    public TokenEncoding Assemble(SessionText first, SessionText? second, TruncationOptions? truncation)
    {
        var template = tokenizer.TemplateOf(isPair: second is not null, options.AddSpecialTokens);
        var added = template.ReservedCount;
        var one = new OffsetConverter(first, options.Unit);
        var two = second is null ? default : new OffsetConverter(second, options.Unit);
        if (truncation is null || first.Tokens.Count + (second?.Tokens.Count ?? 0) + added <= truncation.MaxLength)
        {
            truncation?.Check(added);
            return Make(template, new(first, new(0, first.Tokens.Count)), ref one, new(second, new(0, second?.Tokens.Count ?? 0)), ref two, []);
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
                overflowing.Add(Make(template, new(first, firstParts[isMain ? 0 : i]), ref one, new(second, secondParts[j]), ref two, []));
            }
        }

        return Make(template, new(first, firstParts[0]), ref one, new(second, secondParts[0]), ref two, overflowing);
    }

    private TokenEncoding Make(
        SequenceTemplate template, TextPart first, ref OffsetConverter one, TextPart second, ref OffsetConverter two, IReadOnlyList<TokenEncoding> overflowing)
    {
        var count = template.AddedCount;
        foreach (var piece in template.Pieces)
        {
            count += piece.Kind switch { TemplatePieceKind.First => first.Tokens.Length, TemplatePieceKind.Second => second.Tokens.Length, _ => 0 };
        }

        var tracked = options.Offsets ? count : 0;
        var (ids, types, attention, special, sequences) = (new int[count], new int[count], new int[count], new int[count], new int[count]);
        var (words, offsets) = (new int[tracked], new TokenOffset[tracked]);
        attention.AsSpan().Fill(1);
        var at = 0;
        foreach (var piece in template.Pieces)
        {
            var isFirst = piece.Kind == TemplatePieceKind.First;
            var (text, part) = isFirst ? first : piece.Kind == TemplatePieceKind.Second ? second : new(null, new(0, piece.Ids.Length));
            (text?.Tokens.Ids ?? piece.Ids).AsSpan(part.Start, part.Length).CopyTo(ids.AsSpan(at));
            types.AsSpan(at, part.Length).Fill(piece.TypeId);
            special.AsSpan(at, part.Length).Fill(piece.IsMasked ? 1 : 0);
            sequences.AsSpan(at, part.Length).Fill(piece.SequenceId);
            if (tracked > 0 && text is null)
            {
                words.AsSpan(at, part.Length).Fill(-1);
            }
            else if (tracked > 0)
            {
                text!.Tokens.Words.AsSpan(part.Start, part.Length).CopyTo(words.AsSpan(at));
                CopyOffsets(template, text, isFirst, part, ref isFirst ? ref one : ref two, offsets.AsSpan(at, part.Length));
            }

            at += part.Length;
        }

        return new(tokenizer, ids, types, attention, special, sequences, words, offsets, overflowing);
    }

    private void CopyOffsets(SequenceTemplate template, SessionText text, bool isFirst, TextSpan part, ref OffsetConverter converter, Span<TokenOffset> offsets)
    {
        var (starts, ends, ids) = (text.Tokens.Starts, text.Tokens.Ends, text.Tokens.Ids);
        for (var i = 0; i < offsets.Length; i++)
        {
            var at = part.Start + i;
            var place = new TextSpan(starts[at], ends[at]);
            foreach (var trim in template.Trims)
            {
                var begins = place.Start == 0 || (i == 0 && (isFirst ? trim.FirstLeads : trim.SecondLeads));
                var spaces = text.Tokens.SpacesAround.TryGetValue(at, out var found) ? found : OffsetTrimming.CountSpaces(tokenizer.PieceBytes(ids[at]));
                place = OffsetTrimming.Apply(text, spaces, place, keepsSpace: trim.AddsPrefixSpace && begins);
            }

            var start = converter.Convert(place.Start);
            offsets[i] = new(start, converter.Convert(place.End));
        }
    }

    /// <summary>Some tokens of a text.</summary>
    private readonly record struct TextPart(SessionText? Text, TextSpan Tokens);
}
