namespace Kiln.Tokenizers;

/// <summary>Puts the tokens of one or two texts and the special tokens together: truncation, template, offsets in the unit asked for.</summary>
/// <param name="tokenizer">The tokenizer.</param>
/// <param name="options">How.</param>
/// <param name="rooms">Where the encodings' numbers go; null for an array of each one's own.</param>
internal readonly struct EncodingAssembler(Tokenizer tokenizer, EncodeOptions options, EncodingRooms? rooms)
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
        var layout = new EncodingLayout(template, first.Tokens.Length, second.Tokens.Length);
        var count = 0;
        foreach (var piece in template.Pieces)
        {
            count += layout.CountOf(piece);
        }

        // All of it is written below.
        var room = rooms?.Take(count, options.Offsets) ?? EncodingRoom.Make(count, options.Offsets);
        var ids = room.Ids;
        var words = room.Words;
        var offsets = room.Offsets;
        foreach (var piece in template.Pieces)
        {
            var isFirst = piece.Kind == TemplatePieceKind.First;
            var (text, part) = isFirst ? first : piece.Kind == TemplatePieceKind.Second ? second : new(null, new(0, piece.Ids.Length));
            (text?.Tokens.Ids ?? piece.Ids).AsSpan(part.Start, part.Length).CopyTo(ids);
            ids = ids[part.Length..];
            if (!options.Offsets)
            {
                continue;
            }

            if (text is null)
            {
                words[..part.Length].Fill(-1);
                offsets[..part.Length].Clear();
            }
            else
            {
                text.Tokens.Words.AsSpan(part.Start, part.Length).CopyTo(words);
                CopyOffsets(template, text, isFirst, part, ref isFirst ? ref one : ref two, offsets[..part.Length]);
            }

            words = words[part.Length..];
            offsets = offsets[part.Length..];
        }

        return new(tokenizer, layout, room, overflowing);
    }

    private void CopyOffsets(SequenceTemplate template, SessionText text, bool isFirst, TextSpan part, ref OffsetConverter converter, Span<TokenOffset> offsets)
    {
        var starts = text.Tokens.Starts.AsSpan(part.Start, part.Length);
        var ends = text.Tokens.Ends.AsSpan(part.Start, part.Length);
        if (converter.IsSame && template.Trims.Length == 0)
        {
            for (var i = 0; i < offsets.Length; i++)
            {
                offsets[i] = new(starts[i], ends[i]);
            }

            return;
        }

        for (var i = 0; i < offsets.Length; i++)
        {
            var at = part.Start + i;
            var place = new TextSpan(starts[i], ends[i]);
            foreach (var trim in template.Trims)
            {
                var begins = place.Start == 0 || (i == 0 && (isFirst ? trim.FirstLeads : trim.SecondLeads));
                var spaces = text.Tokens.SpacesAround.TryGetValue(at, out var found) ? found : OffsetTrimming.CountSpaces(tokenizer.PieceBytes(text.Tokens.Ids[at]));
                place = OffsetTrimming.Apply(text, spaces, place, keepsSpace: trim.AddsPrefixSpace && begins);
            }

            var start = converter.Convert(place.Start);
            offsets[i] = new(start, converter.Convert(place.End));
        }
    }

    /// <summary>Some tokens of a text.</summary>
    private readonly record struct TextPart(SessionText? Text, TextSpan Tokens);
}
