using System.Runtime.CompilerServices;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// A property of every character as of one version of Unicode, whatever the platform knows. The file holds it in several versions, each as what changed since the one
/// before; pages of 256 characters are made when first needed. Written by eng/unicode/make_tables.mjs.
/// </summary>
internal sealed class PropertyTable
{
    private readonly byte[]?[] _pages = new byte[]?[0x1100];
    private readonly List<Layer> _layers = [];

    private PropertyTable()
    {
    }

    /// <summary>The names of the values, for a property that has them in its file.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The value of a character.</summary>
    public byte this[int codePoint]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_pages[codePoint >> 8] ?? MakePage(codePoint >> 8))[codePoint & 0xFF];
    }

    /// <summary>Reads a property as of a version.</summary>
    /// <param name="name">The file, for example <c>categories</c>.</param>
    /// <param name="version">The version of Unicode, one of those in the file.</param>
    public static PropertyTable Read(string name, int version)
    {
        var data = Resource(name);
        var at = 0;
        var table = new PropertyTable();
        for (var versions = PackedNumbers.Next(data, ref at); versions > 0; versions--)
        {
            var number = PackedNumbers.Next(data, ref at);
            var layer = Layer.Read(data, ref at);
            if (number <= version)
            {
                table._layers.Add(layer);
            }
        }

        if (at < data.Length)
        {
            var names = new string[PackedNumbers.Next(data, ref at)];
            for (var i = 0; i < names.Length; i++)
            {
                var length = PackedNumbers.Next(data, ref at);
                names[i] = Encoding.ASCII.GetString(data, at, length);
                at += length;
            }

            table.Names = names;
        }

        return table;
    }

    /// <summary>All characters as runs of one value, in order.</summary>
    public List<(int Start, int End, byte Value)> Runs()
    {
        var values = new byte[0x110000];
        foreach (var layer in _layers)
        {
            layer.Fill(values, 0);
        }

        List<(int, int, byte)> runs = [];
        for (var at = 0; at < values.Length;)
        {
            var length = values.AsSpan(at).IndexOfAnyExcept(values[at]);
            var end = length < 0 ? values.Length : at + length;
            runs.Add((at, end, values[at]));
            at = end;
        }

        return runs;
    }

    /// <summary>The bytes of a table in this assembly.</summary>
    public static byte[] Resource(string name)
    {
        using var stream = typeof(PropertyTable).Assembly.GetManifestResourceStream("Kiln.Tokenizers." + name)!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }

    private byte[] MakePage(int page)
    {
        var values = new byte[256];
        foreach (var layer in _layers)
        {
            layer.Fill(values, page << 8);
        }

        Volatile.Write(ref _pages[page], values);
        return values;
    }

    /// <summary>The runs whose value a version changes, in order.</summary>
    private sealed record Layer(int[] Starts, int[] Ends, byte[] Values)
    {
        public static Layer Read(byte[] data, ref int at)
        {
            var count = PackedNumbers.Next(data, ref at);
            var layer = new Layer(new int[count], new int[count], new byte[count]);
            for (int i = 0, point = 0; i < count; i++)
            {
                layer.Starts[i] = point += PackedNumbers.Next(data, ref at);
                layer.Ends[i] = point += PackedNumbers.Next(data, ref at);
                layer.Values[i] = (byte)PackedNumbers.Next(data, ref at);
            }

            return layer;
        }

        public void Fill(Span<byte> page, int first)
        {
            // The first run that ends after the page's beginning.
            var run = Array.BinarySearch(Ends, first + 1);
            for (run = run < 0 ? ~run : run; run < Starts.Length && Starts[run] < first + page.Length; run++)
            {
                var start = Math.Max(Starts[run] - first, 0);
                page[start..Math.Min(Ends[run] - first, page.Length)].Fill(Values[run]);
            }
        }
    }
}
