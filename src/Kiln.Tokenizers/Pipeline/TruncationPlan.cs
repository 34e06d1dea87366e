namespace Kiln.Tokenizers;

/// <summary>Which tokens of texts that are too long stay, and how the others are divided into overflowing parts.</summary>
internal static class TruncationPlan
{
    /// <summary>Cuts the only part of each list into the main part and the overflowing ones.</summary>
    /// <param name="options">How to cut.</param>
    /// <param name="added">The special tokens that will be added.</param>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text; null when there is one text only.</param>
    public static void Cut(TruncationOptions options, int added, List<TextSpan> first, List<TextSpan>? second)
    {
        options.Check(added);
        var room = options.MaxLength - added;
        if (room < 0)
        {
            throw new TokenizerException($"truncation: MaxLength is {options.MaxLength}, but {added} special tokens are added; the length must have room for them");
        }

        var (n1, n2) = (first[0].Length, second?[0].Length ?? 0);
        var excess = n1 + n2 - room;
        if (room == 0)
        {
            (n1, n2) = (0, 0);
        }
        else if (excess <= 0)
        {
            return;
        }
        else if (options.Strategy == TruncationStrategy.LongestFirst)
        {
            (n1, n2) = second is null ? (n1 - excess, 0) : Balance(n1, n2, room);
        }
        else
        {
            var onlyFirst = options.Strategy == TruncationStrategy.OnlyFirst;
            if (!onlyFirst && second is null)
            {
                throw new TokenizerException("truncation: the strategy OnlySecond needs a pair of texts, and one text was given; use OnlyFirst or LongestFirst");
            }

            var target = onlyFirst ? n1 : n2;
            if (target <= excess)
            {
                throw new TokenizerException(
                    $"truncation: {excess} tokens are too many, but the {(onlyFirst ? "first" : "second")} text, which alone is cut, has only {target}; use LongestFirst or a larger MaxLength");
            }

            (n1, n2) = onlyFirst ? (n1 - excess, n2) : (n1, n2 - excess);
        }

        Divide(first, n1, options);
        if (second is not null)
        {
            Divide(second, n2, options);
        }
    }

    /// <summary>The shorter text stays whole if the longer alone can make room; otherwise both get half.</summary>
    private static (int First, int Second) Balance(int first, int second, int room)
    {
        var (shorter, longer) = (Math.Min(first, second), Math.Max(first, second));
        longer = shorter > room ? shorter : Math.Max(shorter, room - shorter);
        if (shorter + longer > room)
        {
            shorter = room / 2;
            longer = shorter + (room % 2);
        }

        return first > second ? (longer, shorter) : (shorter, longer);
    }

    private static void Divide(List<TextSpan> parts, int length, TruncationOptions options)
    {
        var count = parts[0].Length;
        if (length >= count)
        {
            return;
        }

        parts.Clear();
        if (length == 0)
        {
            parts.AddRange([default, new(0, count)]);
            return;
        }

        if (options.Stride >= length)
        {
            throw new TokenizerException($"truncation: Stride is {options.Stride}, but only {length} tokens of this text stay; the stride must be smaller than that");
        }

        var step = length - options.Stride;
        if (options.Side == TextSide.Right)
        {
            for (var start = 0; start < count; start += step)
            {
                parts.Add(new(start, Math.Min(start + length, count)));
                if (parts[^1].End == count)
                {
                    break;
                }
            }
        }
        else
        {
            for (var end = count; end > 0; end -= step)
            {
                parts.Add(new(Math.Max(0, end - length), end));
                if (parts[^1].Start == 0)
                {
                    break;
                }
            }
        }
    }
}
