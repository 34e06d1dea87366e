using System.Numerics;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The families of powers of Box and Cox, and of Yeo and Johnson, there and back.</summary>
internal static class Powers
{
    /// <summary>Powers of features, and where means and scales are given (v + offset − mean) / scale of them.</summary>
    public static Features Transform(Features x, double[] lambdas, PowerMethod method, double[]? means = null, double[]? scales = null, double[]? offsets = null)
    {
        var map = new PowerMap(lambdas, method, means, scales, offsets);
        var result = ResultRows.Make(x.Rows, x.Columns, x.Names, (from, to, target) => map.Run(FeaturesMarshal.GetSpan(x)[(from * x.Columns)..(to * x.Columns)], target));
        GC.KeepAlive(x);
        return result;
    }

    /// <summary>What the powers, with the offsets added, are of.</summary>
    public static Features Inverse(Features x, double[] lambdas, PowerMethod method, double[]? offsets) => Map(x, lambdas, offsets, method == PowerMethod.BoxCox ? BoxCoxInverse : YeoJohnsonInverse);

    /// <summary>How near to the ends λ counts as 0 or 2.</summary>
    internal static double Epsilon => Float64.Epsilon;

    private static Features Map(Features x, double[] lambdas, double[]? offsets, Func<double, double, double, double> function)
    {
        var values = LargeArray.Uninitialized<double>(x.Values.Length);
        NumberedBlocks.Run(x.Rows, 8 * x.Columns, (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                var source = x.Row(row);
                var target = values.AsSpan(row * x.Columns, x.Columns);
                for (var c = 0; c < target.Length; c++)
                {
                    target[c] = function(source[c], lambdas[c], offsets?[c] ?? 0);
                }
            }
        });
        return Features.Dense(values, x.Rows, x.Columns, x.Names);
    }

    private static double BoxCoxInverse(double y, double lambda, double offset) =>
        offset != 0 ? Math.Pow(y * lambda, 1 / lambda) : lambda == 0 ? Math.Exp(y) : Math.Pow((y * lambda) + 1, 1 / lambda);

    /// <summary>y = x times (or divided by) one number where the sign is plus, and another where it is minus.</summary>
    internal static void Each(ReadOnlySpan<double> x, ReadOnlySpan<double> signs, double plus, double minus, Span<double> y, bool divide)
    {
        var i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var factor = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(new Vector<double>(signs[i..]), Vector<double>.Zero), new Vector<double>(plus), new Vector<double>(minus));
            var value = new Vector<double>(x[i..]);
            (divide ? value / factor : value * factor).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            var factor = signs[i] >= 0 ? plus : minus;
            y[i] = divide ? x[i] / factor : x[i] * factor;
        }
    }

    private static double YeoJohnsonInverse(double y, double lambda, double offset) =>
        offset == 0 ? OfYeoJohnson(y, lambda)
        : lambda < 0 && y >= offset ? Math.Pow(y * lambda, 1 / lambda) - 1
        : lambda > 2 && y < offset ? 1 - Math.Pow(y * (lambda - 2), 1 / (2 - lambda))
        : OfYeoJohnson(y - offset, lambda);

    private static double OfYeoJohnson(double y, double lambda) => y >= 0
        ? Math.Abs(lambda) < Epsilon ? Math.Exp(y) - 1 : Math.Pow((y * lambda) + 1, 1 / lambda) - 1
        : Math.Abs(lambda - 2) > Epsilon ? 1 - Math.Pow(1 - ((2 - lambda) * y), 1 / (2 - lambda)) : 1 - Math.Exp(-y);
}
