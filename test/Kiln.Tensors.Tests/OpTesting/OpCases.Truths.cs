namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static Dictionary<string, OpCase>? s_truths;

    /// <summary>Ops that answer yes or no and have no gradient: compared with their plain function only.</summary>
    internal static IReadOnlyDictionary<string, OpCase> Truths => s_truths ??= TruthCases().ToDictionary(c => c.Name);

    private static OpCase[] TruthCases() =>
    [
        Question("equal", (x, y) => x.EqualTo(y), (x, y) => x == y),
        Question("not equal", (x, y) => x.NotEqualTo(y), (x, y) => x != y),
        Question("less", (x, y) => x.Less(y), (x, y) => x < y),
        Question("less or equal", (x, y) => x.LessOrEqual(y), (x, y) => x <= y),
        Question("greater", (x, y) => x.Greater(y), (x, y) => x > y),
        Question("greater or equal", (x, y) => x.GreaterOrEqual(y), (x, y) => x >= y),
        Question("logical and", (x, y) => x.LogicalAnd(y), (x, y) => x != 0 && y != 0),
        Question("logical or", (x, y) => x.LogicalOr(y), (x, y) => x != 0 || y != 0),
        Question("logical xor", (x, y) => x.LogicalXor(y), (x, y) => x != 0 != (y != 0)),
        Question("logical not", (x, _) => Rounded(x).LogicalNot(), (x, _) => x == 0),
        Question("is nan", (x, y) => (x / y).IsNaN(), (x, y) => double.IsNaN(x / y)),
        Question("is infinity", (x, y) => (x / y).IsInfinity(), (x, y) => double.IsInfinity(x / y)),
        Question("is finite", (x, y) => (x / y).IsFinite(), (x, y) => double.IsFinite(x / y)),
    ];

    // Whole numbers from −2 to 2, so that equals and zeros abound.
    private static OpCase Question(string name, Func<Tensor, Tensor, Tensor> op, Func<double, double, bool> reference) =>
        new(name, x => op(Rounded(x[0]), Rounded(x[1])), random =>
        {
            (Shape left, Shape right) = BroadcastShapes(random);
            return [new OpInput(left, Differentiable: false), new OpInput(name == "logical not" ? left : right, Differentiable: false)];
        })
        {
            Reference = x => reference(Math.Round(x[0]), Math.Round(x[1])) ? 1 : 0,
            Rounds = 8,
        };

    private static Tensor Rounded(Tensor x) => x.Round();
}
