using System.Text;

namespace Kiln.Tensors;

/// <summary>
/// Names one stream of random numbers. A key has no position and never changes: a draw is a function of the key and of the element's
/// index, so a stream can be filled in parts, in any order and on any number of threads, and gives the same bits.
/// </summary>
/// <remarks>
/// <para>
/// Keys form a tree: <see cref="FromSeed"/> gives the root, <see cref="Derive(string)"/> names a purpose ("dropout", "shuffle") and
/// <see cref="Derive(long)"/> a step, an epoch or an item. Draws from a key and from keys derived from it are independent.
/// </para>
/// <para>
/// The generator is Philox4x32-10 (Salmon et al., SC 2011), and what follows it uses integer arithmetic and the correctly rounded
/// operations of IEEE 754 only (+, -, *, / and the square root, never fused), so that every processor and every vector width gives
/// the same bits, normal draws included.
/// </para>
/// </remarks>
public readonly partial record struct RandomKey
{
    // Derivation encrypts under a key no draw uses, or the words of a draw would be the names of derived streams.
    private const ulong PurposeDomain = 0x7075_7270_6F73_6521;
    private const ulong IndexDomain = 0x696E_6465_7820_2321;

    private readonly ulong _key;
    private readonly ulong _stream;

    private RandomKey(ulong key, ulong stream)
    {
        _key = key;
        _stream = stream;
    }

    /// <summary>The root key of <paramref name="seed"/>. Equal seeds give equal streams on every machine.</summary>
    public static RandomKey FromSeed(ulong seed) => new(seed, 0);

    /// <summary>The key of the sub-stream that serves <paramref name="purpose"/>, such as <c>"dropout"</c>.</summary>
    /// <param name="purpose">A name; letter case matters.</param>
    public RandomKey Derive(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        return Mix(Fingerprint(purpose), PurposeDomain);
    }

    /// <summary>The key of the sub-stream number <paramref name="index"/>, such as a step, an epoch or an item of a dataset.</summary>
    public RandomKey Derive(long index) => Mix((ulong)index, IndexDomain);

    /// <summary>The key's 32 hexadecimal digits, as <see cref="Parse"/> reads them.</summary>
    public override string ToString() => $"{_key:x16}{_stream:x16}";

    /// <summary>Reads a key back from its <see cref="ToString"/> form, for checkpoints.</summary>
    /// <exception cref="FormatException">The text is not 32 hexadecimal digits.</exception>
    public static RandomKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        const System.Globalization.NumberStyles hex = System.Globalization.NumberStyles.AllowHexSpecifier;
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        if (text.Length != 32
            || !ulong.TryParse(text.AsSpan(0, 16), hex, culture, out var key)
            || !ulong.TryParse(text.AsSpan(16), hex, culture, out var stream))
        {
            throw new FormatException($"random key: expected 32 hexadecimal digits, got '{text}'");
        }

        return new(key, stream);
    }

    private RandomKey Mix(ulong value, ulong domain)
    {
        var (w0, w1, w2, w3) = Philox.Block(value, _stream, _key ^ domain);
        return new(w0 | ((ulong)w1 << 32), w2 | ((ulong)w3 << 32));
    }

    /// <summary>FNV-1a over the UTF-8 bytes: stable across runs and machines, unlike <see cref="string.GetHashCode()"/>.</summary>
    private static ulong Fingerprint(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ b) * 0x100000001B3UL;
        }

        return hash;
    }
}
