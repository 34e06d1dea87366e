namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Binary() =>
    [
        Pair("add", (x, y) => x + y, (x, y) => x + y),
        Pair("subtract", (x, y) => x - y, (x, y) => x - y),
        Pair("multiply", (x, y) => x * y, (x, y) => x * y),
        Pair("divide", (x, y) => x / y, (x, y) => x / y, 0.5, 3),
        Pair("pow", (x, y) => x.Pow(y), Math.Pow, 0.3, 2.5),
        Pair("atan2", (x, y) => x.Atan2(y), Math.Atan2, 0.3, 2),
        Apart("minimum", (x, y) => x.Minimum(y), Math.Min),
        Apart("maximum", (x, y) => x.Maximum(y), Math.Max),
        Quotients("remainder", (x, y) => x % y, (x, y) => x - y * Math.Floor(x / y)),
        Quotients("floor divide", (x, y) => x.FloorDivide(y), (x, y) => Math.Floor(x / y)),
        new("prelu", x => x[0].PRelu(x[1]), _ => [new OpInput([3, 4], Kinks: [0]), new OpInput([3, 4])])
        {
            Reference = x => x[0] < 0 ? x[1] * x[0] : x[0],
        },
        new("prelu of channels", x => x[0].PRelu(x[1]), _ => [new OpInput([2, 3, 5], Kinks: [0]), new OpInput([5])]),
        new("prelu with shared slopes", x => x[0].PRelu(x[1]), _ => [new OpInput([2, 3, 5], Kinks: [0]), new OpInput([3, 1])]),
        new("add number", x => 2.5 + x[0] + 1.5, random => [new OpInput(AnyShape(random))]) { Reference = x => x[0] + 4 },
        new("subtract number", x => 2.5 - (x[0] - 1.5), random => [new OpInput(AnyShape(random))]) { Reference = x => 4 - x[0] },
        new("multiply number", x => 3L * x[0] * 0.5, random => [new OpInput(AnyShape(random))]) { Reference = x => 1.5 * x[0] },
        new("divide number", x => 2.0 / (x[0] / 4.0), random => [new OpInput(AnyShape(random), 0.5, 2)]) { Reference = x => 8 / x[0] },
        new("pow number", x => x[0].Pow(3) + x[0].Pow(0.5), random => [new OpInput(AnyShape(random), 0.5, 2)]) { Reference = x => Math.Pow(x[0], 3) + Math.Sqrt(x[0]) },
        new("where number", x => Tensor.Where(Mask(x[0].Shape), x[0], 2) * Tensor.Where(Mask(x[0].Shape), 0.5, x[0]), random => [new OpInput(AnyShape(random))]),
        new("where", x => Tensor.Where(Mask(x[0].Shape), x[0], x[1]), random =>
        {
            (Shape left, Shape right) = BroadcastShapes(random);
            return [new OpInput(left), new OpInput(right)];
        }),
        new("masked fill", x => x[0].MaskedFill(Mask(x[0].Shape), 7), random => [new OpInput(AnyShape(random))]),
    ];

    /// <summary>Every third element true.</summary>
    private static Tensor Mask(Shape shape) => Tensor.From(Enumerable.Range(0, shape.ElementCount).Select(i => i % 3 == 0).ToArray(), shape);

    private static OpCase Pair(
        string name, Func<Tensor, Tensor, Tensor> op, Func<double, double, double> reference, double low = -2, double high = 2) =>
        new(name, x => op(x[0], x[1]), random =>
        {
            (Shape left, Shape right) = BroadcastShapes(random);
            return [new OpInput(left, low, high), new OpInput(right, low, high)];
        })
        {
            Reference = x => reference(x[0], x[1]),
            Rounds = 8,
        };

    /// <summary>Operands that are never close to each other.</summary>
    private static OpCase Apart(string name, Func<Tensor, Tensor, Tensor> op, Func<double, double, double> reference) =>
        new(name, x => op(x[0], x[1]), random =>
        {
            (Shape left, Shape right) = BroadcastShapes(random);
            return [new OpInput(left, -1, 0, [-0.75, -0.5, -0.25]), new OpInput(right, -0.51, -0.49)];
        })
        {
            Reference = x => reference(x[0], x[1]),
        };

    /// <summary>Operands whose quotient is never near a whole number.</summary>
    private static OpCase Quotients(string name, Func<Tensor, Tensor, Tensor> op, Func<double, double, double> reference) =>
        new(name, x => op(x[0], x[1]), random =>
        {
            (Shape left, Shape right) = BroadcastShapes(random);
            double k = random.Next(-3, 3);
            return [new OpInput(left, k + 0.4, k + 0.6), new OpInput(right, 0.98, 1.02)];
        })
        {
            Reference = x => reference(x[0], x[1]),
            ReferenceTolerance = 1e-12,
        };
}
