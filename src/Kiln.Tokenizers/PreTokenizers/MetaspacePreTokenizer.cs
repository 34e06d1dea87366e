using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Where a mark is put before a text that does not begin with one.</summary>
public enum PrependScheme
{
    /// <summary>Before the text and after every added token.</summary>
    Always,

    /// <summary>Before the text only; as in the reference, not where the normalizer took its beginning away.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}

/// <summary>Writes spaces as a visible mark, as SentencePiece does, and splits before each.</summary>
public sealed class MetaspacePreTokenizer : PreTokenizer
{
    /// <summary>The mark, one character. Default: <c>▁</c> (U+2581).</summary>
    public string Replacement { get; init; } = "▁";

    /// <summary>Where a mark is put before a text. Default: always.</summary>
    public PrependScheme PrependScheme { get; init; }

    /// <summary>Whether words end before each mark. Default: true.</summary>
    public bool SplitsWords { get; init; } = true;

    internal override bool NeedsOrigins => PrependScheme == PrependScheme.First;

    internal override void Apply(WorkText text)
    {
        var mark = System.Text.Encoding.UTF8.GetBytes(Replacement);
        var words = text.BeginResplit();
        text.BeginRewrite();
        foreach (var word in words)
        {
            var start = text.Written;
            var bytes = text.Bytes.AsSpan(word.Start, word.Length);
            var begins = bytes.StartsWith(mark) || bytes[0] == (byte)' ';
            var isFirst = text.IsFirst && text.OriginOf(word.Start) <= 0;
            if (!begins && (PrependScheme == PrependScheme.Always || (PrependScheme == PrependScheme.First && isFirst)))
            {
                text.Put(mark, word.Start);
            }

            var at = word.Start;
            while (at < word.End)
            {
                var space = text.Bytes.AsSpan(at, word.End - at).IndexOf((byte)' ');
                var length = space < 0 ? word.End - at : space;
                text.Copy(at, length);
                at += length;
                if (at < word.End)
                {
                    text.Put(mark, at++);
                }
            }

            if (SplitsWords)
            {
                SplitBefore(text, mark, start);
            }
            else
            {
                text.AddSplit(start, text.Written);
            }
        }

        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer) => WriteMetaspace(writer, Replacement, PrependScheme, SplitsWords);

    internal static void WriteMetaspace(Utf8JsonWriter writer, string replacement, PrependScheme scheme, bool split)
    {
        writer.WriteString("type", "Metaspace");
        writer.WriteString("replacement", replacement);
        writer.WriteString("prepend_scheme", scheme switch { PrependScheme.Always => "always", PrependScheme.First => "first", _ => "never" });
        writer.WriteBoolean("split", split);
    }

    private static void SplitBefore(WorkText text, ReadOnlySpan<byte> mark, int start)
    {
        var written = text.WrittenSpan;
        var from = start;
        while (from < written.Length)
        {
            // The word's own mark is passed over.
            var skip = written[from..].StartsWith(mark) ? mark.Length : 0;
            var next = written[(from + skip)..].IndexOf(mark);
            var end = next < 0 ? written.Length : from + skip + next;
            text.AddSplit(from, end);
            from = end;
        }
    }
}
