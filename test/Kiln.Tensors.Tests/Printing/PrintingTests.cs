using System.Globalization;
using System.Text.Json;

namespace Kiln.Tensors.Tests;

public class PrintingTests
{
    [Fact]
    public void Elements_are_laid_out_as_NumPy_lays_them_out()
    {
        foreach (JsonElement golden in GoldenFiles.Json("numpy_printing.json").EnumerateArray())
        {
            Tensor x = Read(golden);
            string what = golden.GetRawText()[..Math.Min(300, golden.GetRawText().Length)];
            string expected = golden.GetProperty("text").GetString()!;
            x.ToString().ShouldBe($"tensor({expected}, {x.DType.Name()}, {x.Shape})", what);
        }
    }

    [Fact]
    public void Type_shape_and_gradient_stand_behind_the_elements()
    {
        Tensor.Ones([2]).ToString().ShouldBe("tensor([1., 1.], float32, (2,))");
        Tensor.Ones([2]).RequireGrad().ToString().ShouldBe("tensor([1., 1.], float32, (2,), requires grad)");
        Tensor.Ones([2], DType.BFloat16).ToString().ShouldBe("tensor([1., 1.], bfloat16, (2,))");
        Tensor.Scalar(2.5).ToString().ShouldBe("tensor(2.5, float64, ())");
        Tensor.Arange(6).Reshape(2, 3).T.ToString().ShouldBe(
            """
            tensor([[0, 3],
                    [1, 4],
                    [2, 5]], int64, (3, 2))
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_text_does_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Tensor.From([1.5f, -2]).ToString().ShouldBe("tensor([ 1.5, -2. ], float32, (2,))");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Tensor Read(JsonElement golden)
    {
        int[] shape = [.. golden.GetProperty("shape").EnumerateArray().Select(s => s.GetInt32())];
        DType dtype = Enum.GetValues<DType>().Single(d => d.Name() == golden.GetProperty("dtype").GetString());
        if (golden.TryGetProperty("ramp", out JsonElement ramp))
        {
            long[] whole = [.. Enumerable.Range(0, ((Shape)shape).ElementCount).Select(i => ((long)i * ramp[0].GetInt64() % ramp[1].GetInt64()) - ramp[2].GetInt64())];
            double scale = ramp[3].GetDouble();
            return dtype switch
            {
                DType.Int64 => Tensor.From(whole, shape),
                DType.Float32 => Tensor.From(Array.ConvertAll(whole, v => v * (float)scale), shape),
                _ => Tensor.From(Array.ConvertAll(whole, v => v * scale), shape),
            };
        }

        long[] bits = [.. golden.GetProperty("bits").EnumerateArray().Select(b => b.GetInt64())];
        return dtype.IsFloatingPoint()
            ? Tensor.From(Array.ConvertAll(bits, BitConverter.Int64BitsToDouble), shape).To(dtype)
            : Tensor.From(bits, shape).To(dtype);
    }
}
