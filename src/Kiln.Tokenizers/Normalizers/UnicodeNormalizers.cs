using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>A normalization form of Unicode.</summary>
public enum UnicodeNormalization
{
    /// <summary>Canonical composition.</summary>
    Nfc,

    /// <summary>Canonical decomposition.</summary>
    Nfd,

    /// <summary>Compatibility composition.</summary>
    Nfkc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,
}

/// <summary>Brings a text into a normalization form of Unicode.</summary>
/// <param name="form">The form.</param>
public sealed class UnicodeNormalizer(UnicodeNormalization form) : TextNormalizer
{
    internal override void Apply(WorkText text) => UnicodeForm.Apply(
        text, form is UnicodeNormalization.Nfkc or UnicodeNormalization.Nfkd, form is UnicodeNormalization.Nfc or UnicodeNormalization.Nfkc);

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", form.ToString().ToUpperInvariant());
}

/// <summary>Writes small letters.</summary>
public sealed class LowercaseNormalizer : TextNormalizer
{
    internal override void Apply(WorkText text)
    {
        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            if (point < 0x80)
            {
                text.Put((byte)(point is >= 'A' and <= 'Z' ? point | 0x20 : point), at);
            }
            else
            {
                LetterCase.PutLower(text, point, at);
            }

            at += length;
        }

        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "Lowercase");
}

/// <summary>Leaves out marks: accents, and the vowel signs of Indic scripts too, as the reference does. Useful after a decomposition.</summary>
public sealed class StripAccentsNormalizer : TextNormalizer
{
    internal override void Apply(WorkText text) => Remove(text, UnicodeCategories.Nine, CodePoints.Marks);

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "StripAccents");

    /// <summary>Leaves out the characters of some categories.</summary>
    internal static void Remove(WorkText text, UnicodeCategories known, uint categories)
    {
        if (System.Text.Ascii.IsValid(text.Span))
        {
            return;
        }

        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            if (!known.Is(point, categories))
            {
                text.Copy(at, length);
            }

            at += length;
        }

        text.EndRewrite();
    }
}

/// <summary>Takes white space away from the ends.</summary>
/// <param name="left">Whether from the beginning. Default: true.</param>
/// <param name="right">Whether from the end. Default: true.</param>
public sealed class StripNormalizer(bool left = true, bool right = true) : TextNormalizer
{
    internal override void Apply(WorkText text)
    {
        var (start, end) = (0, text.Length);
        while (left && start < end && CodePoints.IsSpace(CodePoints.Decode(ref text.Bytes[start], out var length)))
        {
            start += length;
        }

        while (right && end > start)
        {
            var at = end - 1;
            while (at > start && (text.Bytes[at] & 0xC0) == 0x80)
            {
                at--;
            }

            if (!CodePoints.IsSpace(CodePoints.Decode(ref text.Bytes[at], out _)))
            {
                break;
            }

            end = at;
        }

        if (end - start < text.Length)
        {
            text.Trim(start, end);
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Strip");
        writer.WriteBoolean("strip_left", left);
        writer.WriteBoolean("strip_right", right);
    }
}
