using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// Splits where the script changes, as SentencePiece does: Hiragana, Katakana and their long mark count as Han, and a space as part of what stands before it. Spaces at
/// the beginning are left out, as in the reference.
/// </summary>
public sealed class UnicodeScriptsPreTokenizer : PreTokenizer
{
    internal override void Apply(WorkText text)
    {
        foreach (var word in text.BeginResplit())
        {
            var (start, last) = (-1, Scripts.Unknown);
            for (var at = word.Start; at < word.End;)
            {
                var script = ScriptOf(CodePoints.Decode(ref text.Bytes[at], out var length));
                if (script != Scripts.Unknown && script != last)
                {
                    if (start >= 0)
                    {
                        text.AddSplit(start, at);
                    }

                    (start, last) = (at, script);
                }

                at += length;
            }

            if (start >= 0)
            {
                text.AddSplit(start, word.End);
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "UnicodeScripts");

    private static byte ScriptOf(int codePoint) => codePoint == ' ' ? Scripts.Unknown : Scripts.Nine.WithKanaAsHan(codePoint);
}
