namespace Kiln.Tokenizers;

/// <summary>
/// The script of every character, for the one pre-tokenizer that asks: as of Unicode 9, which is what the reference knows, packed by eng/unicode/make_scripts_of_nine.pl.
/// </summary>
internal sealed class UnicodeNineScripts
{
    /// <summary>The script of characters that have none.</summary>
    public const byte None = 0;

    private readonly int[] _starts;
    private readonly byte[] _scripts;

    private UnicodeNineScripts()
    {
        using var stream = typeof(UnicodeNineScripts).Assembly.GetManifestResourceStream("Kiln.Tokenizers.scripts_of_nine")!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        var at = 0;
        List<int> starts = [0];
        List<byte> scripts = [None];
        for (int count = PackedNumbers.Next(data, ref at), point = 0; count > 0; count--)
        {
            point += PackedNumbers.Next(data, ref at);
            starts.Add(point);
            point += PackedNumbers.Next(data, ref at);
            scripts.Add((byte)PackedNumbers.Next(data, ref at));
            starts.Add(point);
            scripts.Add(None);
        }

        (_starts, _scripts) = ([.. starts], [.. scripts]);
    }

    /// <summary>The data, read when first needed.</summary>
    public static UnicodeNineScripts Shared { get; } = new();

    /// <summary>A number for a character's script, or <see cref="None"/>.</summary>
    public byte Of(int codePoint)
    {
        // Of ranges that begin at one place the last is the one that is not empty.
        var found = Array.BinarySearch(_starts, codePoint);
        found = found < 0 ? ~found - 1 : found;
        while (found + 1 < _starts.Length && _starts[found + 1] == codePoint)
        {
            found++;
        }

        return _scripts[found];
    }
}
