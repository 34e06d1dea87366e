namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Elementwise() =>
    [
        Unary("exp", x => x.Exp(), Math.Exp),
        Unary("expm1", x => x.Expm1(), v => Math.Exp(v) - 1),
        Unary("log", x => x.Log(), Math.Log, 0.1, 5),
        Unary("log1p", x => x.Log1p(), v => Math.Log(1 + v), -0.8, 5),
        Unary("log2", x => x.Log2(), Math.Log2, 0.1, 5),
        Unary("log10", x => x.Log10(), Math.Log10, 0.1, 5),
        Unary("sqrt", x => x.Sqrt(), Math.Sqrt, 0.1, 5),
        Unary("rsqrt", x => x.Rsqrt(), v => 1 / Math.Sqrt(v), 0.1, 5),
        Unary("reciprocal", x => x.Reciprocal(), v => 1 / v, 0.3, 3),
        Unary("square", x => x.Square(), v => v * v),
        Unary("abs", x => x.Abs(), Math.Abs, kinks: [0]),
        Unary("negate", x => -x, v => -v),
        Unary("sign", x => x.Sign(), v => Math.Sign(v), kinks: [0]),
        Unary("floor", x => x.Floor(), Math.Floor, kinks: Whole),
        Unary("ceiling", x => x.Ceiling(), Math.Ceiling, kinks: Whole),
        Unary("truncate", x => x.Truncate(), Math.Truncate, kinks: Whole),
        Unary("round", x => x.Round(), v => Math.Round(v, MidpointRounding.ToEven), kinks: [-1.5, -0.5, 0.5, 1.5]),
        Unary("sin", x => x.Sin(), Math.Sin),
        Unary("cos", x => x.Cos(), Math.Cos),
        Unary("tan", x => x.Tan(), Math.Tan, -1, 1),
        Unary("asin", x => x.Asin(), Math.Asin, -0.8, 0.8),
        Unary("acos", x => x.Acos(), Math.Acos, -0.8, 0.8),
        Unary("atan", x => x.Atan(), Math.Atan),
        Unary("sinh", x => x.Sinh(), Math.Sinh),
        Unary("cosh", x => x.Cosh(), Math.Cosh),
        Unary("tanh", x => x.Tanh(), Math.Tanh),
        Unary("erf", x => x.Erf(), null),
        Unary("erfc", x => x.Erfc(), null),
        Unary("relu", x => x.Relu(), v => Math.Max(v, 0), kinks: [0]),
        Unary("leaky relu", x => x.LeakyRelu(0.2), v => v < 0 ? 0.2 * v : v, kinks: [0]),
        Unary("elu", x => x.Elu(1.5), v => v < 0 ? 1.5 * (Math.Exp(v) - 1) : v, kinks: [0]),
        Unary("selu", x => x.Selu(), v => 1.0507009873554804934 * (v < 0 ? 1.6732632423543772848 * (Math.Exp(v) - 1) : v), kinks: [0]),
        Unary("sigmoid", x => x.Sigmoid(), v => 1 / (1 + Math.Exp(-v))),
        Unary("silu", x => x.Silu(), v => v / (1 + Math.Exp(-v))),
        Unary("softplus", x => x.Softplus(), v => Math.Log(1 + Math.Exp(v))),
        Unary("log sigmoid", x => x.LogSigmoid(), v => -Math.Log(1 + Math.Exp(-v))),
        Unary("mish", x => x.Mish(), v => v * Math.Tanh(Math.Log(1 + Math.Exp(v)))),
        Unary("celu", x => x.Celu(0.7), v => v < 0 ? 0.7 * (Math.Exp(v / 0.7) - 1) : v, kinks: [0]),
        Unary("hard sigmoid", x => x.HardSigmoid(), v => Math.Clamp(v + 3, 0, 6) / 6, -5, 5, kinks: [-3, 3]),
        Unary("hard silu", x => x.HardSilu(), v => v * Math.Clamp(v + 3, 0, 6) / 6, -5, 5, kinks: [-3, 3]),
        Unary("softsign", x => x.Softsign(), v => v / (1 + Math.Abs(v)), -5, 5),
        Unary("gelu", x => x.Gelu(), null),
        Unary("gelu tanh", x => x.Gelu(approximate: true), v => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)))),
        Unary("copy", x => x.Copy(), v => v),
    ];

    private static double[] Whole => [-2, -1, 0, 1, 2];

    private static OpCase Unary(
        string name, Func<Tensor, Tensor> op, Func<double, double>? reference, double low = -2, double high = 2, double[]? kinks = null) =>
        new(name, x => op(x[0]), random => [new OpInput(random.Next(4) == 0 ? [random.Next(1, 70)] : AnyShape(random), low, high, kinks)])
        {
            Reference = reference is null ? null : x => reference(x[0]),
        };
}
