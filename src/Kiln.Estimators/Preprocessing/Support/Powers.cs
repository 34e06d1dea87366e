using System.Numerics;
using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The families of powers of Box and Cox, and of Yeo and Johnson, there and back.</summary>
internal static class Powers
{
    /// <summary>Powers of a column whose logarithms are known: log x, or sign(x) log(1 + |x|).</summary>
    public static void OfLogs(double[] logs, double lambda, PowerMethod method, Span<double> powers)
    {
        if (method == PowerMethod.BoxCox)
        {
            if (lambda == 0)
            {
                logs.CopyTo(powers);
                return;
            }

            TensorPrimitives.Multiply(logs, lambda, powers);
            TensorPrimitives.Exp<double>(powers, powers);
            TensorPrimitives.Divide(powers, lambda, powers);
            return;
        }

        // (1 + x)^λ for x ≥ 0, and (1 − x)^(2 − λ) below: one exponential of λ log(1 + x), or −(2 − λ) times minus the logarithm.
        Each(logs, logs, lambda, lambda - 2, powers, divide: false);
        TensorPrimitives.Exp<double>(powers, powers);
        var (straight, mirrored) = (Math.Abs(lambda) < Epsilon, Math.Abs(lambda - 2) <= Epsilon);
        if (straight || mirrored)
        {
            for (var i = 0; i < logs.Length; i++)
            {
                powers[i] = logs[i] >= 0
                    ? straight ? logs[i] : (powers[i] - 1) / lambda
                    : mirrored ? logs[i] : -(powers[i] - 1) / (2 - lambda);
            }

            return;
        }

        TensorPrimitives.Subtract(powers, 1, powers);
        Each(powers, logs, lambda, lambda - 2, powers, divide: true);
    }

    /// <summary>Logarithms of a column: log x, or sign(x) log(1 + |x|).</summary>
    public static double[] Logs(ReadOnlySpan<double> column, PowerMethod method)
    {
        var logs = new double[column.Length];
        if (method == PowerMethod.BoxCox)
        {
            Elementwise.Unary<LogOperator, double>(column, logs);
            return logs;
        }

        TensorPrimitives.Abs(column, logs);
        Elementwise.Unary<Log1POperator, double>(logs, logs);
        TensorPrimitives.CopySign(logs, column, logs);
        return logs;
    }

    /// <summary>Powers of features, and where means and scales are given (v − mean) / scale of them.</summary>
    public static Features Transform(Features x, double[] lambdas, PowerMethod method, double[]? means = null, double[]? scales = null)
    {
        var map = new PowerMap(lambdas, method, means, scales);
        var result = ResultRows.Make(x.Rows, x.Columns, x.Names, (from, to, target) => map.Run(FeaturesMarshal.GetSpan(x)[(from * x.Columns)..(to * x.Columns)], target));
        GC.KeepAlive(x);
        return result;
    }

    public static Features Inverse(Features x, double[] lambdas, PowerMethod method) => Map(x, lambdas, method == PowerMethod.BoxCox ? BoxCoxInverse : YeoJohnsonInverse);

    /// <summary>How near to the ends λ counts as 0 or 2.</summary>
    internal static double Epsilon => Math.BitIncrement(1.0) - 1;

    private static Features Map(Features x, double[] lambdas, Func<double, double, double> function)
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
                    target[c] = function(source[c], lambdas[c]);
                }
            }
        });
        return Features.Dense(values, x.Rows, x.Columns, x.Names);
    }

    private static double BoxCoxInverse(double y, double lambda) => lambda == 0 ? Math.Exp(y) : Math.Pow((y * lambda) + 1, 1 / lambda);

    /// <summary>y = x times (or divided by) one number where the sign is plus, and another where it is minus.</summary>
    private static void Each(ReadOnlySpan<double> x, ReadOnlySpan<double> signs, double plus, double minus, Span<double> y, bool divide)
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

    private static double YeoJohnsonInverse(double y, double lambda) => y >= 0
        ? Math.Abs(lambda) < Epsilon ? Math.Exp(y) - 1 : Math.Pow((y * lambda) + 1, 1 / lambda) - 1
        : Math.Abs(lambda - 2) > Epsilon ? 1 - Math.Pow(1 - ((2 - lambda) * y), 1 / (2 - lambda)) : 1 - Math.Exp(-y);
}
