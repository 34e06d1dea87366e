using System.Text.Json;

namespace Kiln.Tensors.Tests;

public class EinsumTests
{
    [Fact]
    public void Results_equal_those_of_NumPy_and_have_gradients_in_every_operand()
    {
        foreach (JsonElement golden in GoldenFiles.Json("numpy_einsum.json").EnumerateArray())
        {
            string what = golden.GetRawText();
            string equation = golden.GetProperty("equation").GetString()!;
            int[][] shapes = [.. golden.GetProperty("shapes").EnumerateArray().Select(Ints)];
            foreach (DType dtype in new[] { DType.Float64, DType.Float32, DType.Int64 })
            {
                Tensor[] operands = [.. shapes.Select((shape, k) => Operand(k, shape).To(dtype))];
                Tensor y = Tensor.Einsum(equation, operands);
                y.DType.ShouldBe(dtype, what);
                y.Shape.ToArray().ShouldBe(Ints(golden.GetProperty("resultShape")), what);
                y.Doubles().ShouldBe(golden.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()), what);
            }

            for (int k = 0; k < shapes.Length; k++)
            {
                Tensor[] operands = [.. shapes.Select((shape, i) => Operand(i, shape))];
                Adjoint.ShouldHold(
                    x =>
                    {
                        Tensor[] replaced = [.. operands];
                        replaced[k] = x;
                        return Tensor.Einsum(equation, replaced);
                    },
                    shapes[k],
                    $"operand {k} of {what}");
            }
        }
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Tensor x = Tensor.Zeros([2, 3]);
        Message("ij,jk->ik", x).ShouldBe("einsum: 'ij,jk->ik' has 2 operands, 1 are given");
        Message("ijk->ik", x).ShouldContain("names 3 axes of operand 0, which has 2");
        Message("i->i", x).ShouldContain("names 1 axes of operand 0, which has 2; '...' stands for the others");
        Message("ij->ijk", x).ShouldContain("has 'k' in its result, but in no operand");
        Message("ij->ii", x).ShouldContain("names 'i' more than once in its result");
        Message("i1->i", x).ShouldContain("expected letters");
        Message("......->", x).ShouldContain("expected letters");
        Message("ii->i", x).ShouldContain("whose sizes differ");
        Message("ij,jk->ik", x, x).ShouldBe("einsum: 'ij,jk->ik' gives 'j' two sizes, 3 in (2, 3) and 2 in (2, 3)");
        Message("...,...->...", x, Tensor.Zeros([4])).ShouldContain("an axis of '...' two sizes, 3 in");
        Message("").ShouldContain("has 1 operands, 0 are given");
    }

    private static string Message(string equation, params Tensor[] operands) =>
        Should.Throw<ShapeException>(() => Tensor.Einsum(equation, operands)).Message;

    private static Tensor Operand(int k, int[] shape) =>
        Tensor.From(Enumerable.Range(0, ((Shape)shape).Count).Select(i => (double)((((i * 7) + (3 * k)) % 11) - 5)).ToArray(), shape);

    private static int[] Ints(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetInt32())];
}
