using System.Numerics;

namespace Kiln.Tensors;

public sealed partial class RandomState
{
    /// <summary>One integer uniform on [0, <paramref name="high"/>), as <c>randint(high)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public long RandInt(long high) => RandInt(0, high);

    /// <summary>One integer uniform on [<paramref name="low"/>, <paramref name="high"/>), as <c>randint(low, high)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty.</exception>
    public long RandInt(long low, long high)
    {
        Span<long> one = stackalloc long[1];
        RandInt(low, high, one);
        return one[0];
    }

    /// <summary><paramref name="count"/> integers uniform on [low, high), as <c>randint(low, high, count)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty or the count negative.</exception>
    public long[] RandInt(long low, long high, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new long[count];
        RandInt(low, high, values.AsSpan());
        return values;
    }

    /// <summary>
    /// Fills with integers uniform on [<paramref name="low"/>, <paramref name="high"/>), as <c>randint(low, high, n, dtype)</c> with
    /// the dtype of <typeparamref name="T"/>. NumPy's 8-, 16-bit and bool streams differ from the wider ones: they cut several
    /// numbers from one word.
    /// </summary>
    /// <typeparam name="T">long, ulong, int, uint, short, ushort, sbyte or byte (for bool see <see cref="RandBool"/>).</typeparam>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">One past the largest value. One past the type's maximum is allowed.</param>
    /// <param name="destination">Receives the numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty or reaches beyond the type.</exception>
    /// <exception cref="NotSupportedException">The type is none of those named.</exception>
    public void RandInt<T>(Int128 low, Int128 high, Span<T> destination)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (low >= high)
        {
            throw new ArgumentOutOfRangeException(nameof(high), $"randint: the interval [{low}, {high}) is empty; low must be below high");
        }

        if (low < Int128.CreateChecked(T.MinValue) || high - 1 > Int128.CreateChecked(T.MaxValue))
        {
            throw new ArgumentOutOfRangeException(
                nameof(high), $"randint: [{low}, {high}) reaches beyond {typeof(T).Name}, which holds {T.MinValue} to {T.MaxValue}");
        }

        var range = (ulong)(high - 1 - low);
        var words = default(WordSlicer);
        var bits = int.CreateChecked(T.PopCount(T.AllBitsSet));
        if (bits > 64)
        {
            throw new NotSupportedException($"randint: {typeof(T).Name} has no NumPy stream; expected an integer of 8 to 64 bits");
        }

        for (var i = 0; i < destination.Length; i++)
        {
            var offset = range == 0 ? 0 : bits >= 32 ? MaskedWord(range) : words.Next(_twister, bits, (uint)range);
            destination[i] = T.CreateTruncating(low + offset);
        }
    }

    /// <summary>Fills with fair coin tosses, as <c>randint(0, 2, n, dtype=bool)</c>.</summary>
    public void RandBool(Span<bool> destination)
    {
        var words = default(WordSlicer);
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = words.Next(_twister, 1, 1) != 0;
        }
    }

    /// <summary>
    /// Uniform on [0, range] by rejection: words are cut to the range's bit length until one falls inside. Ranges below 2^32 take one
    /// word a try, wider ones two.
    /// </summary>
    private ulong MaskedWord(ulong range)
    {
        var mask = ulong.MaxValue >> BitOperations.LeadingZeroCount(range);
        ulong word;
        do
        {
            word = (range <= uint.MaxValue ? _twister.NextUInt32() : _twister.NextUInt64()) & mask;
        }
        while (word > range);
        return word;
    }

    /// <summary>Cuts 32-bit words into slices of 1, 8 or 16 bits, lowest first, as NumPy's buffered generators do.</summary>
    private struct WordSlicer
    {
        private uint _word;
        private int _left;

        internal uint Next(MersenneTwister twister, int bits, uint range)
        {
            var mask = uint.MaxValue >> BitOperations.LeadingZeroCount(range);
            uint slice;
            do
            {
                if (_left == 0)
                {
                    _word = twister.NextUInt32();
                    _left = (32 / bits) - 1;
                }
                else
                {
                    _word >>= bits;
                    _left--;
                }

                slice = _word & mask;
            }
            while (slice > range);
            return slice;
        }
    }
}
