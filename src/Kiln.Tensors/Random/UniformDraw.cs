using System.Runtime.Intrinsics;

namespace Kiln.Tensors;

/// <summary>Uniform on [0, 1): the word's upper 24 bits times 2^-24, every float of that spacing equally likely, 1 never.</summary>
internal readonly struct UniformDraw : IGroupDraw<float>
{
    private const float Spacing = 1f / (1 << 24);

    public void Store(Vector256<uint> w0, Vector256<uint> w1, Vector256<uint> w2, Vector256<uint> w3, Span<float> group)
    {
        ToUnit(w0).CopyTo(group);
        ToUnit(w1).CopyTo(group[8..]);
        ToUnit(w2).CopyTo(group[16..]);
        ToUnit(w3).CopyTo(group[24..]);
    }

    public void Store(uint w0, uint w1, uint w2, uint w3, int block, Span<float> group)
    {
        group[block] = ToUnit(w0);
        group[8 + block] = ToUnit(w1);
        group[16 + block] = ToUnit(w2);
        group[24 + block] = ToUnit(w3);
    }

    private static float ToUnit(uint word) => (int)(word >> 8) * Spacing;

    private static Vector256<float> ToUnit(Vector256<uint> words) =>
        Vector256.ConvertToSingle((words >>> 8).AsInt32()) * Vector256.Create(Spacing);
}
