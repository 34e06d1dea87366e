using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>BERT's words: split at white space, which is left out, and at punctuation, each sign of which is a word.</summary>
public sealed class BertPreTokenizer : PreTokenizer
{
    private const byte Inside = 0, Space = 1, Sign = 2;

    private static readonly byte[] AsciiKinds = MakeAscii();

    internal override void Apply(WorkText text)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(text.Bytes);
        foreach (var word in text.BeginResplit())
        {
            var start = word.Start;
            for (var at = word.Start; at < word.End;)
            {
                var kind = KindAt(ref bytes, at, out var length);
                if (kind != Inside)
                {
                    text.AddSplit(start, at);
                    start = at + length;
                    if (kind == Sign)
                    {
                        text.AddSplit(at, start);
                    }
                }

                at += length;
            }

            text.AddSplit(start, word.End);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "BertPreTokenizer");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte KindAt(ref byte text, int at, out int length)
    {
        var value = Unsafe.Add(ref text, at);
        if (value < 0x80)
        {
            length = 1;
            return AsciiKinds[value];
        }

        return Kind(CodePoints.Decode(ref Unsafe.Add(ref text, at), out length));
    }

    private static byte Kind(int codePoint) =>
        UnicodeCategories.Eight.Is(codePoint, CodePoints.Punctuations) ? Sign : CodePoints.IsSpace(codePoint) ? Space : Inside;

    private static byte[] MakeAscii()
    {
        var kinds = new byte[128];
        for (var i = 0; i < kinds.Length; i++)
        {
            kinds[i] = CodePoints.IsSpace(i) ? Space : CodePoints.IsPunctuation(i) ? Sign : Inside;
        }

        return kinds;
    }
}
