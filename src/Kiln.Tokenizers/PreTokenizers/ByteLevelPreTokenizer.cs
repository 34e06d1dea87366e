using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Cuts a text by GPT-2's pattern, and makes words of bytes instead of characters, so that a vocabulary with all 256 bytes knows every text.</summary>
public sealed class ByteLevelPreTokenizer : PreTokenizer
{
    private static readonly Gpt2Scanner Scanner = new();

    /// <summary>
    /// The 256 letters that stand for bytes in byte-level vocabularies, in the order of the bytes: as <see cref="TokenizerTrainingOptions.InitialAlphabet"/> they
    /// make a vocabulary that knows every text. <c>ByteLevel.alphabet()</c> of Hugging Face's tokenizers.
    /// </summary>
    public static string Alphabet { get; } = ByteLetters.ToText([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);

    /// <summary>Whether a text that does not begin with a space gets one. Default: true.</summary>
    public bool AddPrefixSpace { get; init; } = true;

    /// <summary>Kept for saving; the post-processor of the same name trims offsets. Default: true.</summary>
    public bool TrimOffsets { get; init; } = true;

    /// <summary>Whether GPT-2's pattern cuts; false where a <see cref="SplitPreTokenizer"/> before this one did. Default: true.</summary>
    public bool UseRegex { get; init; } = true;

    internal override bool MakesBytes => true;

    internal override void Apply(WorkText text)
    {
        if (AddPrefixSpace)
        {
            AddSpaces(text);
        }

        if (UseRegex)
        {
            ref var bytes = ref MemoryMarshal.GetArrayDataReference(text.Bytes);
            foreach (var word in text.BeginResplit())
            {
                for (var at = word.Start; at < word.End;)
                {
                    var stop = Scanner.Next(ref bytes, at, word.End);
                    text.AddSplit(at, stop);
                    at = stop;
                }
            }
        }

        text.StandsForBytes = true;
    }

    internal override void Write(Utf8JsonWriter writer) => WriteByteLevel(writer, AddPrefixSpace, TrimOffsets, UseRegex);

    internal static void WriteByteLevel(Utf8JsonWriter writer, bool addPrefixSpace, bool trimOffsets, bool useRegex)
    {
        writer.WriteString("type", "ByteLevel");
        writer.WriteBoolean("add_prefix_space", addPrefixSpace);
        writer.WriteBoolean("trim_offsets", trimOffsets);
        writer.WriteBoolean("use_regex", useRegex);
    }

    private static void AddSpaces(WorkText text)
    {
        var words = text.BeginResplit();
        var missing = false;
        foreach (var word in words)
        {
            missing |= text.Bytes[word.Start] != (byte)' ';
        }

        if (!missing)
        {
            text.RestoreSplits();
            return;
        }

        text.BeginRewrite();
        foreach (var word in words)
        {
            var start = text.Written;
            if (text.Bytes[word.Start] != (byte)' ')
            {
                text.Put((byte)' ', word.Start);
            }

            text.Copy(word.Start, word.Length);
            text.AddSplit(start, text.Written);
        }

        text.EndRewrite();
    }
}
