using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// BERT's normalization in one pass: controls go and all white space becomes a space, Chinese characters get a space on both sides, accents go, letters become
/// small. What becomes of a character is looked up in pages of 256 that are made when first needed.
/// </summary>
/// <remarks>
/// The reference does this in four steps. In one pass the result is the same except where a mark that is not left out changes its place in the canonical order:
/// a text with such a mark takes the four steps here too.
/// </remarks>
public sealed class BertNormalizer : TextNormalizer
{
    private const int Keep = -1, Drop = -2, Longer = -3, Reorders = -4;

    private readonly int[]?[] _pages = new int[]?[0x1100];

    /// <summary>Whether controls go and white space becomes a space. Default: true.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Whether Chinese characters are words of their own. Default: true.</summary>
    public bool HandleChineseCharacters { get; init; } = true;

    /// <summary>Whether accents go; null for as <see cref="Lowercase"/>. Default: null.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Whether letters become small. Default: true.</summary>
    public bool Lowercase { get; init; } = true;

    private bool Strips => StripAccents ?? Lowercase;

    internal override void Apply(WorkText text)
    {
        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            if (text.TryPutPrintable(at, Lowercase))
            {
                at += WorkText.Padding;
                continue;
            }

            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            var action = (_pages[point >> 8] ?? MakePage(point >> 8))[point & 0xFF];
            if (action >= 0 && action < 0x80)
            {
                text.Put((byte)action, at);
            }
            else
            {
                switch (action)
                {
                    case Keep:
                        text.Copy(at, length);
                        break;
                    case Drop:
                        break;
                    case Longer:
                        PutLonger(text, point, at);
                        break;
                    case Reorders:
                        ApplyInSteps(text);
                        return;
                    default:
                        text.PutCharacter(action, at);
                        break;
                }
            }

            at += length;
        }

        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "BertNormalizer");
        writer.WriteBoolean("clean_text", CleanText);
        writer.WriteBoolean("handle_chinese_chars", HandleChineseCharacters);
        if (StripAccents is { } strips)
        {
            writer.WriteBoolean("strip_accents", strips);
        }
        else
        {
            writer.WriteNull("strip_accents");
        }

        writer.WriteBoolean("lowercase", Lowercase);
    }

    private static bool IsChinese(int point) => point is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private static bool IsRemoved(int point) => point is 0 or 0xFFFD
        || (point is not ('\t' or '\n' or '\r') && UnicodeCategories.Eight.Is(point, CodePoints.Controls));

    private int[] MakePage(int page)
    {
        var actions = new int[256];
        for (var i = 0; i < 256; i++)
        {
            actions[i] = ActionOf((page << 8) | i);
        }

        Volatile.Write(ref _pages[page], actions);
        return actions;
    }

    private int ActionOf(int point)
    {
        if (CleanText && IsRemoved(point))
        {
            return Drop;
        }

        if (CleanText && CodePoints.IsSpace(point))
        {
            return ' ';
        }

        if (point is >= 0xD800 and < 0xE000)
        {
            return Keep;
        }

        if (HandleChineseCharacters && IsChinese(point))
        {
            return Longer;
        }

        Span<int> parts = stackalloc int[32];
        var count = FoldParts(point, parts);
        if (Strips)
        {
            foreach (var part in parts[..count])
            {
                if (Decompositions.Shared.ClassOf(part) != 0)
                {
                    return Reorders;
                }
            }
        }

        return count switch { 0 => Drop, 1 when parts[0] == 0x130 && Lowercase => Longer, 1 when parts[0] == point && point >= 0x80 => Keep, 1 => parts[0], _ => Longer };
    }

    /// <summary>A character decomposed, without accents and in small letters, as far as the settings ask for.</summary>
    private int FoldParts(int point, Span<int> parts)
    {
        var count = 1;
        parts[0] = point;
        if (Strips)
        {
            count = Decompositions.Shared.Decompose(point, compatibility: false, parts);
            var kept = 0;
            for (var i = 0; i < count; i++)
            {
                if (!UnicodeCategories.Eight.Is(parts[i], CodePoints.NonSpacingMarks))
                {
                    parts[kept++] = parts[i];
                }
            }

            count = kept;
        }

        for (var i = 0; i < count && Lowercase; i++)
        {
            parts[i] = parts[i] == 0x130 ? 0x130 : LetterCase.Lower(parts[i]);
        }

        return count;
    }

    private void PutLonger(WorkText text, int point, int at)
    {
        var chinese = HandleChineseCharacters && IsChinese(point);
        if (chinese)
        {
            text.Put((byte)' ', at);
        }

        Span<int> parts = stackalloc int[32];
        foreach (var part in parts[..FoldParts(point, parts)])
        {
            if (Lowercase)
            {
                LetterCase.PutLower(text, part, at);
            }
            else
            {
                text.PutCharacter(part, at);
            }
        }

        if (chinese)
        {
            text.Put((byte)' ', at);
        }
    }

    private void ApplyInSteps(WorkText text)
    {
        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            if (CleanText && IsRemoved(point))
            {
                // Left out, white space that is a control too.
            }
            else if (HandleChineseCharacters && IsChinese(point))
            {
                text.Put((byte)' ', at);
                text.Copy(at, length);
                text.Put((byte)' ', at);
            }
            else if (CleanText && CodePoints.IsSpace(point))
            {
                text.Put((byte)' ', at);
            }
            else
            {
                text.Copy(at, length);
            }

            at += length;
        }

        text.EndRewrite();
        if (Strips)
        {
            UnicodeForm.Apply(text, compatibility: false, compose: false);
            StripAccentsNormalizer.Remove(text, UnicodeCategories.Eight, CodePoints.NonSpacingMarks);
        }

        if (Lowercase)
        {
            new LowercaseNormalizer().Apply(text);
        }
    }
}
