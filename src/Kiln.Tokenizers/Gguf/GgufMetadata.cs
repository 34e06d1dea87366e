using System.Buffers.Binary;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// The metadata of a GGUF file, as far as it is about the tokenizer: keys with values that are numbers, strings or lists of these, in little endian.
/// Every length is read piece by piece, so a damaged file gives an error and never a large allocation. Source: the GGUF specification of ggml.
/// </summary>
internal sealed class GgufMetadata
{
    private const string What = "GGUF";
    private const int LongestText = 1 << 26;
    private const long MostItems = 1 << 24;
    private const ulong MostKeys = 1 << 16;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Stream _stream;
    private readonly byte[] _number = new byte[8];

    private GgufMetadata(Stream stream) => _stream = stream;

    /// <summary>Reads the keys that begin with <c>tokenizer.</c> or <c>general.</c></summary>
    public static GgufMetadata Read(Stream stream)
    {
        var metadata = new GgufMetadata(new BufferedStream(stream, 1 << 16));
        metadata.ReadAll();
        return metadata;
    }

    public string? Text(string key) => Find<string>(key, "a string");

    public long? Integer(string key) => Find<object>(key, "a number") switch { null => null, long n => n, double d when double.IsInteger(d) => (long)d, _ => throw Wrong(key, "an integer") };

    public bool? Flag(string key) => Find<object>(key, "a boolean") switch { null => null, bool b => b, long n => n != 0, _ => throw Wrong(key, "a boolean") };

    public List<byte[]>? Texts(string key) => Find<List<byte[]>>(key, "a list of strings");

    public List<double>? Numbers(string key) => Find<List<double>>(key, "a list of numbers");

    private T? Find<T>(string key, string expected)
        where T : class => !_values.TryGetValue(key, out var value) ? null : value as T ?? throw Wrong(key, expected);

    private static TokenizerFormatException Wrong(string key, string expected) => new($"{What}: '{key}' is not {expected}");

    private void ReadAll()
    {
        if (Number(4) != 0x46554747)
        {
            throw new TokenizerFormatException($"{What}: the file does not begin with 'GGUF'");
        }

        var version = Number(4);
        if (version is < 2 or > 3)
        {
            throw new TokenizerFormatException($"{What}: version {version}; versions 2 and 3, in little endian, are supported");
        }

        Number(8);
        var count = Number(8);
        if (count > MostKeys)
        {
            throw new TokenizerFormatException($"{What}: it says it has {count} keys");
        }

        for (var i = 0UL; i < count; i++)
        {
            var key = Encoding.UTF8.GetString(Bytes(keeps: true));
            var value = Value((int)Number(4), key.StartsWith("tokenizer.", StringComparison.Ordinal) || key.StartsWith("general.", StringComparison.Ordinal));
            if (value is not null)
            {
                _values[key] = value;
            }
        }
    }

    private object? Value(int type, bool keeps)
    {
        switch (type)
        {
            case 8:
                var text = Bytes(keeps);
                return keeps ? Encoding.UTF8.GetString(text) : null;
            case 9:
                return List((int)Number(4), Number(8), keeps);
            default:
                return Scalar(type);
        }
    }

    private object Scalar(int type) => type switch
    {
        0 => (long)Number(1),
        1 => (long)(sbyte)Number(1),
        2 => (long)Number(2),
        3 => (long)(short)Number(2),
        4 => (long)Number(4),
        5 => (long)(int)Number(4),
        6 => (double)BitConverter.UInt32BitsToSingle((uint)Number(4)),
        7 => Number(1) != 0,
        10 => (long)Number(8),
        11 => (long)Number(8),
        12 => BitConverter.UInt64BitsToDouble(Number(8)),
        _ => throw new TokenizerFormatException($"{What}: a value has the type {type}; types go from 0 to 12"),
    };

    private object? List(int type, ulong count, bool keeps)
    {
        if (count > MostItems)
        {
            throw new TokenizerFormatException($"{What}: a list says it has {count} items; at most {MostItems} are read");
        }

        var (texts, numbers) = (new List<byte[]>(), new List<double>());
        for (var i = 0UL; i < count; i++)
        {
            if (type == 8)
            {
                var text = Bytes(keeps);
                if (keeps)
                {
                    texts.Add(text);
                }
            }
            else
            {
                var number = type == 9 ? throw new TokenizerFormatException($"{What}: a list of lists, which tokenizers have not") : Scalar(type);
                if (keeps)
                {
                    numbers.Add(number switch { long n => n, bool b => b ? 1 : 0, _ => (double)number });
                }
            }
        }

        return !keeps ? null : type == 8 ? texts : numbers;
    }

    private ulong Number(int size)
    {
        _number.AsSpan().Clear();
        Fill(_number.AsSpan(0, size));
        return BinaryPrimitives.ReadUInt64LittleEndian(_number);
    }

    private byte[] Bytes(bool keeps)
    {
        var length = Number(8);
        if (length > LongestText)
        {
            throw new TokenizerFormatException($"{What}: a string says it has {length} bytes; at most {LongestText} are read");
        }

        if (length <= 4096 && keeps)
        {
            var text = new byte[length];
            Fill(text);
            return text;
        }

        // A long string is read in parts: what the file says is no reason to make room for it.
        using var whole = new MemoryStream();
        var part = new byte[4096];
        for (var rest = (int)length; rest > 0;)
        {
            var now = Math.Min(rest, part.Length);
            Fill(part.AsSpan(0, now));
            rest -= now;
            if (keeps)
            {
                whole.Write(part, 0, now);
            }
        }

        return whole.ToArray();
    }

    private void Fill(Span<byte> target)
    {
        if (_stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw new TokenizerFormatException($"{What}: the file is cut off");
        }
    }
}
