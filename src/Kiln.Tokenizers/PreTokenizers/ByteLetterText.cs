namespace Kiln.Tokenizers;

/// <summary>Changes a text between bytes and the letters that stand for them, with its words.</summary>
internal static class ByteLetterText
{
    /// <summary>Writes letters for bytes.</summary>
    public static void Expand(WorkText text)
    {
        Rewrite(text, static (text, word) =>
        {
            Span<byte> letters = stackalloc byte[2];
            for (var i = word.Start; i < word.End; i++)
            {
                text.Put(letters[..ByteLetters.ToUtf8(text.Bytes.AsSpan(i, 1), letters)], i);
            }
        });
        text.StandsForBytes = false;
    }

    /// <summary>Writes bytes for letters; a character that stands for no byte, which only a text without a byte-level step has, stays.</summary>
    public static void Collapse(WorkText text)
    {
        Rewrite(text, static (text, word) =>
        {
            for (var i = word.Start; i < word.End;)
            {
                var codePoint = CodePoints.Decode(ref text.Bytes[i], out var length);
                var value = ByteLetters.ByteOf(codePoint);
                if (value >= 0)
                {
                    text.Put([(byte)value], i);
                }
                else
                {
                    text.Copy(i, length);
                }

                i += length;
            }
        });
        text.StandsForBytes = true;
    }

    private static void Rewrite(WorkText text, Action<WorkText, TextSpan> write)
    {
        var words = text.BeginResplit();
        text.BeginRewrite();
        foreach (var word in words)
        {
            var start = text.Written;
            write(text, word);
            text.AddSplit(start, text.Written);
        }

        text.EndRewrite();
    }
}
