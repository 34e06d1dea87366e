using System.Numerics;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The powers of Yeo and Johnson, or of Box and Cox, of rows of values, each column with a λ of its own. Logarithms and exponentials go through the kernels for whole
/// arrays, some thousand values at a time; the columns' numbers are repeated to wide rows as in <see cref="ColumnMap"/>.
/// </summary>
internal sealed class PowerMap
{
    /// <summary>Values at a time: what is between the steps stays in the first-level cache, and the kernels stay on this thread.</summary>
    private const int Least = 1024;

    private readonly double[] _lambdas;
    private readonly bool _boxCox;
    private readonly double[]? _offsets;
    private readonly double[]? _means;
    private readonly double[]? _scales;
    private readonly int _width;

    // What logarithms are multiplied by and what powers less 1 are divided by: for x ≥ 0 the same, below with another sign.
    private readonly double[] _plus;
    private readonly double[] _minus;
    private readonly double[] _minusDivisor;
    private readonly int[] _special;

    /// <summary>Prepares the columns' numbers.</summary>
    /// <param name="lambdas">The λ of each column.</param>
    /// <param name="method">Which family.</param>
    /// <param name="means">What is then taken away, or null.</param>
    /// <param name="scales">What is then divided by, or null.</param>
    /// <param name="offsets">What is added to the powers before, <see cref="PowerLikelihood.Offset"/>, or null.</param>
    public PowerMap(double[] lambdas, PowerMethod method, double[]? means, double[]? scales, double[]? offsets = null)
    {
        (_lambdas, _boxCox, _offsets) = (lambdas, method == PowerMethod.BoxCox, offsets);
        var repeat = Math.Max(ColumnMap.Repeats(lambdas.Length), Least / lambdas.Length);
        _width = lambdas.Length * repeat;
        _plus = Wide(lambdas);
        _minus = _boxCox ? _plus : Wide(Array.ConvertAll(lambdas, lambda => 2 - lambda));
        _minusDivisor = _boxCox ? _plus : Wide(Array.ConvertAll(lambdas, lambda => lambda - 2));
        (_means, _scales) = (means is null ? null : Wide(means), scales is null ? null : Wide(scales));
        _special = [.. Enumerable.Range(0, lambdas.Length).Where(c => (offsets is not null && offsets[c] != 0) || Math.Abs(lambdas[c]) < Powers.Epsilon || (!_boxCox && Math.Abs(lambdas[c] - 2) <= Powers.Epsilon))];
    }

    /// <summary>Maps whole rows.</summary>
    public void Run(ReadOnlySpan<double> x, Span<double> y)
    {
        for (var start = 0; start < x.Length; start += _width)
        {
            var length = Math.Min(_width, x.Length - start);
            Part(x.Slice(start, length), y.Slice(start, length));
        }
    }

    /// <summary>The columns' numbers over a wide row, and a vector more, so that lanes can be taken anywhere.</summary>
    private double[] Wide(double[] numbers)
    {
        var wide = new double[_width + Vector<double>.Count];
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] = numbers[i % numbers.Length];
        }

        return wide;
    }

    private void Part(ReadOnlySpan<double> x, Span<double> y)
    {
        if (_boxCox)
        {
            Elementwise.Unary<LogOperator, double>(x, y);
            Each(y, y, new Multiply(_plus, _minus));
            Elementwise.Unary<ExpM1Operator, double>(y, y);
        }
        else
        {
            // (1 + |x|)^λ as NumPy's power has it: 1 + |x| is rounded before.
            Each(x, y, default(OnePlusMagnitude));
            Elementwise.Unary<LogOperator, double>(y, y);
            Each(x, y, new Multiply(_plus, _minus));
            Elementwise.Unary<ExpOperator, double>(y, y);
            Each(y, y, default(LessOne));
        }

        Each(x, y, new Divide(_plus, _minusDivisor));
        foreach (var c in _special)
        {
            for (var i = c; i < x.Length; i += _lambdas.Length)
            {
                y[i] = _offsets is not null && _offsets[c] != 0 ? Shifted(x[i], _lambdas[c], y[i], _offsets[c]) : Limit(x[i], _lambdas[c], y[i]);
            }
        }

        if (_means is not null && _scales is not null)
        {
            Each(y, y, new Standardize(_means, _scales));
        }
    }

    /// <summary>Where λ is 0, or 2 for negative numbers, the power becomes a logarithm.</summary>
    private double Limit(double x, double lambda, double power) =>
        _boxCox ? Math.Log(x)
        : x >= 0 ? Math.Abs(lambda) < Powers.Epsilon ? SpecialFunctions.LogOnePlus(x) : power
        : Math.Abs(lambda - 2) <= Powers.Epsilon ? -SpecialFunctions.LogOnePlus(-x) : power;

    /// <summary>A power and what is added to it: of numbers as those of the fit it is what the 1 is taken away from, which is not done in the first place.</summary>
    private double Shifted(double x, double lambda, double power, double offset) =>
        _boxCox ? Math.Pow(x, lambda) / lambda
        : x >= 0 && lambda < 0 ? Math.Pow(1 + x, lambda) / lambda
        : x < 0 && lambda > 2 ? Math.Pow(1 - x, 2 - lambda) / (lambda - 2)
        : power + offset;

    private interface IStep
    {
        /// <summary>What becomes of lanes, given what was there, the values at the start of all steps, and their place in the wide row.</summary>
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at);
    }

    private static void Each<TStep>(ReadOnlySpan<double> x, Span<double> y, TStep step)
        where TStep : struct, IStep
    {
        ref var from = ref MemoryMarshal.GetReference(x);
        ref var to = ref MemoryMarshal.GetReference(y);
        var i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            step.Of(Vector.LoadUnsafe(ref from, (nuint)i), Vector.LoadUnsafe(ref to, (nuint)i), i).StoreUnsafe(ref to, (nuint)i);
        }

        if (i == x.Length)
        {
            return;
        }

        // The tail as the first lanes of a vector of its own.
        Span<double> lanes = stackalloc double[2 * Vector<double>.Count];
        lanes.Clear();
        x[i..].CopyTo(lanes);
        y[i..].CopyTo(lanes[Vector<double>.Count..]);
        step.Of(new Vector<double>(lanes), new Vector<double>(lanes[Vector<double>.Count..]), i).CopyTo(lanes);
        lanes[..(x.Length - i)].CopyTo(y[i..]);
    }

    private static Vector<double> Of(Vector<double> x, double[] plus, double[] minus, int at) =>
        Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Vector<double>.Zero), new Vector<double>(plus, at), new Vector<double>(minus, at));

    private readonly struct OnePlusMagnitude : IStep
    {
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at) => Vector.Abs(x) + Vector<double>.One;
    }

    private readonly struct LessOne : IStep
    {
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at) => y - Vector<double>.One;
    }

    private readonly struct Multiply(double[] plus, double[] minus) : IStep
    {
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at) => y * PowerMap.Of(x, plus, minus, at);
    }

    private readonly struct Divide(double[] plus, double[] minus) : IStep
    {
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at) => y / PowerMap.Of(x, plus, minus, at);
    }

    private readonly struct Standardize(double[] means, double[] scales) : IStep
    {
        public Vector<double> Of(Vector<double> x, Vector<double> y, int at) => (y - new Vector<double>(means, at)) / new Vector<double>(scales, at);
    }
}
