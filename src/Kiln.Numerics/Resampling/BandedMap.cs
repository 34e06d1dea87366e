using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// A linear map along one axis in which each output looks at a few neighbouring inputs: y[i] = Σ w[i, k] x[first(i) + k]. Resizing and averaging over bins
/// are such maps, and the gradient of one is the transposed one, which is such a map again.
/// </summary>
/// <remarks>Immutable. The taps of an output are summed in order, so results have the same bits for any number of threads.</remarks>
public sealed class BandedMap
{
    private readonly int[] _first;
    private readonly int[] _offset;
    private readonly double[] _weights;

    private BandedMap(int inputs, int[] first, int[] offset, double[] weights) => (Inputs, _first, _offset, _weights) = (inputs, first, offset, weights);

    /// <summary>The length of the axis it maps from.</summary>
    public int Inputs { get; }

    /// <summary>The length of the axis it maps to.</summary>
    public int Outputs => _first.Length;

    /// <summary>
    /// Means over bins that cover the axis: output i is the mean of the inputs from ⌊i · inputs / outputs⌋ to ⌈(i + 1) · inputs / outputs⌉ − 1, which
    /// overlap where the numbers do not divide. PyTorch's adaptive average pooling.
    /// </summary>
    /// <param name="inputs">The length of the axis; at least 1.</param>
    /// <param name="outputs">The number of bins; at least 1.</param>
    public static BandedMap Bins(int inputs, int outputs) => Build(inputs, outputs, static (i, inputs, outputs) =>
    {
        var (first, end) = Bin(i, inputs, outputs);
        var weights = new double[end - first];
        Array.Fill(weights, 1.0 / weights.Length);
        return (first, weights);
    });

    /// <summary>The inputs of a bin of <see cref="Bins"/>: from the first to the one before the end.</summary>
    /// <param name="bin">Which bin.</param>
    /// <param name="inputs">The length of the axis.</param>
    /// <param name="outputs">The number of bins.</param>
    public static (int First, int End) Bin(int bin, int inputs, int outputs) =>
        ((int)((long)bin * inputs / outputs), (int)((((bin + 1L) * inputs) + outputs - 1) / outputs));

    /// <summary>The nearest input: output i is input ⌊i · inputs / outputs⌋, as of TensorFlow and PyTorch.</summary>
    /// <param name="inputs">The length of the axis; at least 1.</param>
    /// <param name="outputs">The wanted length; at least 1.</param>
    public static BandedMap Nearest(int inputs, int outputs) =>
        Build(inputs, outputs, static (i, inputs, outputs) => ((int)((long)i * inputs / outputs), [1.0]));

    /// <summary>
    /// Interpolation between the two neighbours, with elements as intervals whose middles are compared: output i lies at (i + ½) · inputs / outputs − ½, and
    /// beyond the outermost middles the outermost input stays. TensorFlow's rule, and PyTorch's without aligned corners. Shrinking does not smooth.
    /// </summary>
    /// <param name="inputs">The length of the axis; at least 1.</param>
    /// <param name="outputs">The wanted length; at least 1.</param>
    public static BandedMap Linear(int inputs, int outputs) => Build(inputs, outputs, static (i, inputs, outputs) =>
    {
        var at = Math.Clamp(((i + 0.5) * inputs / outputs) - 0.5, 0, inputs - 1);
        var first = (int)at;
        var share = at - first;
        return (first, share == 0 ? [1.0] : [1 - share, share]);
    });

    /// <summary>The map of the gradient: the weight from input j to output i becomes that from i to j.</summary>
    public BandedMap Transpose()
    {
        // The outputs that look at an input are neighbours too, since first and last inputs never step back from one output to the next.
        var first = new int[Inputs];
        var end = new int[Inputs];
        Array.Fill(first, -1);
        for (var i = 0; i < Outputs; i++)
        {
            for (var k = 0; k < _offset[i + 1] - _offset[i]; k++)
            {
                var j = _first[i] + k;
                first[j] = first[j] < 0 ? i : first[j];
                end[j] = i + 1;
            }
        }

        var offset = new int[Inputs + 1];
        for (var j = 0; j < Inputs; j++)
        {
            first[j] = Math.Max(first[j], 0);
            offset[j + 1] = offset[j] + Math.Max(0, end[j] - first[j]);
        }

        var weights = new double[offset[^1]];
        for (var i = 0; i < Outputs; i++)
        {
            for (var k = 0; k < _offset[i + 1] - _offset[i]; k++)
            {
                var j = _first[i] + k;
                weights[offset[j] + i - first[j]] = _weights[_offset[i] + k];
            }
        }

        return new BandedMap(Outputs, first, offset, weights);
    }

    /// <summary>Maps the middle axis of three.</summary>
    /// <param name="outer">The length of the axes before, multiplied.</param>
    /// <param name="inner">The length of the axes behind, multiplied.</param>
    /// <param name="x">(outer, <see cref="Inputs"/>, inner).</param>
    /// <param name="y">(outer, <see cref="Outputs"/>, inner), overwritten; must not overlap x.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public unsafe void Apply(int outer, int inner, ReadOnlySpan<float> x, Span<float> y)
    {
        Check(outer, inner, x.Length, y.Length);
        fixed (float* px = x, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    BandedMapRows<float, Vector512<float>, Single512Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                case InstructionSet.Avx2:
                    BandedMapRows<float, Vector256<float>, Single256Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                case InstructionSet.Vector128:
                    BandedMapRows<float, Vector128<float>, Single128Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                default:
                    BandedMapRows<float, float, SingleScalarLanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
            }
        }
    }

    /// <inheritdoc cref="Apply(int, int, ReadOnlySpan{float}, Span{float})"/>
    public unsafe void Apply(int outer, int inner, ReadOnlySpan<double> x, Span<double> y)
    {
        Check(outer, inner, x.Length, y.Length);
        fixed (double* px = x, py = y)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    BandedMapRows<double, Vector512<double>, Double512Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                case InstructionSet.Avx2:
                    BandedMapRows<double, Vector256<double>, Double256Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                case InstructionSet.Vector128:
                    BandedMapRows<double, Vector128<double>, Double128Lanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
                default:
                    BandedMapRows<double, double, DoubleScalarLanes>.Run(Inputs, _first, _offset, _weights, outer, inner, px, py);
                    break;
            }
        }
    }

    private static BandedMap Build(int inputs, int outputs, Func<int, int, int, (int First, double[] Weights)> taps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        var first = new int[outputs];
        var offset = new int[outputs + 1];
        var weights = new List<double>();
        for (var i = 0; i < outputs; i++)
        {
            (first[i], var own) = taps(i, inputs, outputs);
            weights.AddRange(own);
            offset[i + 1] = weights.Count;
        }

        return new BandedMap(inputs, first, offset, [.. weights]);
    }

    private void Check(int outer, int inner, int x, int y)
    {
        Extents.NotNegative("banded map", outer, nameof(outer));
        Extents.NotNegative("banded map", inner, nameof(inner));
        Extents.Length("banded map", nameof(x), x, (long)outer * Inputs * inner);
        Extents.Length("banded map", nameof(y), y, (long)outer * Outputs * inner);
    }
}
