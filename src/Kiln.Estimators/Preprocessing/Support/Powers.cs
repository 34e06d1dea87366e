using System.Numerics.Tensors;

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
        for (var i = 0; i < logs.Length; i++)
        {
            powers[i] = logs[i] * (logs[i] >= 0 ? lambda : lambda - 2);
        }

        TensorPrimitives.Exp<double>(powers, powers);
        for (var i = 0; i < logs.Length; i++)
        {
            powers[i] = logs[i] >= 0
                ? Math.Abs(lambda) < Epsilon ? logs[i] : (powers[i] - 1) / lambda
                : Math.Abs(lambda - 2) <= Epsilon ? logs[i] : -(powers[i] - 1) / (2 - lambda);
        }
    }

    public static Features Transform(Features x, double[] lambdas, PowerMethod method) => Map(x, lambdas, method == PowerMethod.BoxCox ? BoxCox : YeoJohnson);

    public static Features Inverse(Features x, double[] lambdas, PowerMethod method) => Map(x, lambdas, method == PowerMethod.BoxCox ? BoxCoxInverse : YeoJohnsonInverse);

    private static double Epsilon => Math.BitIncrement(1.0) - 1;

    private static Features Map(Features x, double[] lambdas, Func<double, double, double> function)
    {
        var values = GC.AllocateUninitializedArray<double>(x.Values.Length);
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

    private static double BoxCox(double x, double lambda) => lambda == 0 ? Math.Log(x) : SpecialFunctions.ExpMinusOne(lambda * Math.Log(x)) / lambda;

    private static double BoxCoxInverse(double y, double lambda) => lambda == 0 ? Math.Exp(y) : Math.Pow((y * lambda) + 1, 1 / lambda);

    private static double YeoJohnson(double x, double lambda) => x >= 0
        ? Math.Abs(lambda) < Epsilon ? SpecialFunctions.LogOnePlus(x) : (Math.Pow(x + 1, lambda) - 1) / lambda
        : Math.Abs(lambda - 2) > Epsilon ? -(Math.Pow(1 - x, 2 - lambda) - 1) / (2 - lambda) : -SpecialFunctions.LogOnePlus(-x);

    private static double YeoJohnsonInverse(double y, double lambda) => y >= 0
        ? Math.Abs(lambda) < Epsilon ? Math.Exp(y) - 1 : Math.Pow((y * lambda) + 1, 1 / lambda) - 1
        : Math.Abs(lambda - 2) > Epsilon ? 1 - Math.Pow(1 - ((2 - lambda) * y), 1 / (2 - lambda)) : 1 - Math.Exp(-y);
}
