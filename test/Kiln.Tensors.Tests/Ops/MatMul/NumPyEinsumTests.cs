using System.Text.Json;

namespace Kiln.Tensors.Tests;

public class NumPyEinsumTests
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
                Tensor y = Functional.Einsum(equation, operands);
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
                        return Functional.Einsum(equation, replaced);
                    },
                    shapes[k],
                    $"operand {k} of {what}");
            }
        }
    }

    private static Tensor Operand(int k, int[] shape) =>
        Tensor.From(Enumerable.Range(0, ((Shape)shape).ElementCount).Select(i => (double)((((i * 7) + (3 * k)) % 11) - 5)).ToArray(), shape);

    private static int[] Ints(JsonElement e) => [.. e.EnumerateArray().Select(v => v.GetInt32())];
}
