using System.Runtime.Intrinsics;

namespace Kiln.Tensors;

/// <summary>
/// A mask that is <c>value</c> with the given probability and zero otherwise; the probability is rounded to a multiple of 2^-32.
/// </summary>
internal readonly struct BernoulliDraw : IGroupDraw<float>
{
    private readonly ulong _threshold; // of 2^32: a word below it is a success
    private readonly float _value;

    internal BernoulliDraw(double probability, float value)
    {
        _threshold = Threshold(probability);
        _value = value;
    }

    internal static ulong Threshold(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "bernoulli: expected a probability from 0 to 1");
        }

        return (ulong)Math.Round(probability * 4294967296.0);
    }

    public void Store(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Span<float> group)
    {
        Select(w0).CopyTo(group);
        Select(w1).CopyTo(group[8..]);
        Select(w2).CopyTo(group[16..]);
        Select(w3).CopyTo(group[24..]);
    }

    public void Store(uint w0, uint w1, uint w2, uint w3, int block, Span<float> group)
    {
        group[block] = w0 < _threshold ? _value : 0;
        group[8 + block] = w1 < _threshold ? _value : 0;
        group[16 + block] = w2 < _threshold ? _value : 0;
        group[24 + block] = w3 < _threshold ? _value : 0;
    }

    // A lane's comparison gives all ones or all zeros, so masking the value's bits with it selects value or +0.
    private Vector256<float> Select(Vector256<uint> words) =>
        _threshold > uint.MaxValue
            ? Vector256.Create(_value)
            : Vector256.LessThan(words, Vector256.Create((uint)_threshold)).AsSingle() & Vector256.Create(_value);
}
