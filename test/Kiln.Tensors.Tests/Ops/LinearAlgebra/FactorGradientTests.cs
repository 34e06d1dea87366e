using System.Text.Json;

namespace Kiln.Tensors.Tests;

/// <summary>Gradients through factorizations against PyTorch's (Goldens/torch_linalg.py).</summary>
public class FactorGradientTests
{
    public static TheoryData<string> Names => [.. Cases().Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_equal_those_of_PyTorch(string name)
    {
        JsonElement golden = Cases().Single(c => c.GetProperty("name").GetString() == name);
        string op = golden.GetProperty("op").GetString()!;
        Check(golden, x => Factors(op, x));
    }

    [Theory]
    [InlineData("qr 5 x 5")]
    [InlineData("qr 7 x 4")]
    public void Columns_that_come_in_another_order_change_no_gradient_of_their_own(string name)
    {
        // (A·P)·R⁻¹ = Q for any order of the columns: with the columns of A in the pivots' order, pivoting changes nothing.
        JsonElement golden = Cases().Single(c => c.GetProperty("name").GetString() == name);
        Tensor x = Input(golden);
        Tensor order = LinearAlgebra.PivotedQr(x).Pivots;
        Tensor plain = x.IndexSelect(-1, order).Detach().RequireGrad();
        (Tensor q, Tensor r) = LinearAlgebra.Qr(plain);
        ((q * q * q).Sum() + (r * r.Exp()).Sum()).Backward();
        Tensor turned = x.RequireGrad();
        (Tensor pivotedQ, Tensor pivotedR, _) = LinearAlgebra.PivotedQr(turned);
        ((pivotedQ * pivotedQ * pivotedQ).Sum() + (pivotedR * pivotedR.Exp()).Sum()).Backward();
        Close(turned.Grad!.IndexSelect(-1, order), plain.Grad!.ToArray<double>());
    }

    private static Tensor[] Factors(string op, Tensor x)
    {
        switch (op)
        {
            case "qr":
                (Tensor q, Tensor r) = LinearAlgebra.Qr(x);
                return [q.Square(), r.Square()];
            case "eigh":
                (Tensor values, Tensor vectors) = LinearAlgebra.Eigh(x + x.T);
                return [values, vectors.Square()];
            default:
                (Tensor u, Tensor s, Tensor vt) = LinearAlgebra.Svd(x);
                return [u.Square(), s, vt.Square(), u.MatMul(vt)];
        }
    }

    private static void Check(JsonElement golden, Func<Tensor, Tensor[]> factors)
    {
        Tensor x = Input(golden).RequireGrad();
        Tensor[] all = factors(x);
        Tensor loss = Tensor.Zeros([], DType.Float64);
        foreach ((Tensor factor, JsonElement weights) in all.Zip(golden.GetProperty("weights").EnumerateArray()))
        {
            loss += (factor * Tensor.From(Doubles(weights), factor.Shape)).Sum();
        }

        loss.Item<double>().ShouldBe(golden.GetProperty("loss").GetDouble(), 1e-12);
        loss.Backward();
        Close(x.Grad!, Doubles(golden.GetProperty("gradient")));
    }

    // Relative to the largest: close singular values make large gradients, whose rounding spreads over all.
    private static void Close(Tensor actual, double[] expected)
    {
        double[] given = actual.ToArray<double>();
        double largest = Math.Max(1, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            given[i].ShouldBe(expected[i], 1e-11 * largest, $"element {i}");
        }
    }

    private static Tensor Input(JsonElement golden) =>
        Tensor.From(Doubles(golden.GetProperty("x")), new Shape([.. golden.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())]));

    private static double[] Doubles(JsonElement numbers) => [.. numbers.EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement[] Cases() => [.. GoldenFiles.Json("torch_linalg.json").GetProperty("cases").EnumerateArray()];
}
