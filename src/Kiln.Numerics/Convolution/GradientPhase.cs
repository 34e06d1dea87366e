namespace Kiln.Numerics;

/// <summary>
/// One axis of the input gradient for the input positions phase, phase + stride, phase + 2·stride, …: there the gradient is a plain
/// convolution of the output's gradient, with stride 1, over the taps that can reach these positions.
/// </summary>
/// <remarks>
/// Input position i = stride·j + phase receives from output o through tap k when o·stride − pad + k·dilation = i, so k must
/// satisfy k·dilation ≡ phase + pad (mod stride). The solutions lie stride / gcd apart; with falling k, o rises by dilation / gcd.
/// </remarks>
internal readonly struct GradientPhase
{
    /// <summary>Finds the taps of a phase.</summary>
    public GradientPhase(int phase, int input, int output, int taps, int stride, int padding, int dilation)
    {
        var common = GreatestCommonDivisor(stride, dilation);
        TapStep = stride / common;
        FirstTap = -1;
        var count = 0;
        for (var tap = 0; tap < taps; tap++)
        {
            if ((phase + padding - ((long)tap * dilation)) % stride == 0)
            {
                FirstTap = tap;
                count++;
            }
        }

        Axis = new TapAxis
        {
            In = output,
            Out = (input - phase + stride - 1) / stride,
            Count = count,
            Stride = 1,
            Offset = count == 0 ? 0 : (int)((phase + padding - ((long)FirstTap * dilation)) / stride),
            Dilation = dilation / common,
        };
    }

    /// <summary>The convolution along this axis: it reads the output's gradient.</summary>
    public TapAxis Axis { get; }

    private int FirstTap { get; }

    private int TapStep { get; }

    /// <summary>The tap of the forward window that serves as tap <paramref name="index"/> here.</summary>
    public int Tap(int index) => FirstTap - (index * TapStep);

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
