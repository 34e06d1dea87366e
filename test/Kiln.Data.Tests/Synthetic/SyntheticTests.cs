using System.Text.Json;

namespace Kiln.Data.Tests;

public class SyntheticTests
{
    [Fact]
    public void Data_are_those_of_scikit_learn_for_the_same_seed()
    {
        using var goldens = JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("synthetic.json")));
        foreach (var golden in goldens.RootElement.EnumerateArray())
        {
            int Int(string name) => golden.GetProperty(name).GetInt32();
            double Double(string name) => golden.GetProperty(name).GetDouble();
            var seed = golden.GetProperty("seed").GetUInt32();
            var isRegression = golden.GetProperty("kind").GetString() == "regression";
            var (x, y) = isRegression
                ? Synthetic.Regression(Int("samples"), Int("features"), Double("noise"), seed, Int("informative"), Double("bias"), DType.Float64)
                : Synthetic.Blobs(Int("samples"), Int("features"), Int("centers"), Double("deviation"), seed, DType.Float64);

            x.Shape.ShouldBe([Int("samples"), Int("features")]);
            Near(x.ToArray<double>(), golden.GetProperty("x"));
            Near(isRegression ? y.ToArray<double>() : [.. y.ToArray<long>().Select(v => (double)v)], golden.GetProperty("y"));
        }
    }

    [Fact]
    public void Float32_is_the_default() => Synthetic.Regression(3, 2).X.DType.ShouldBe(DType.Float32);

    [Fact]
    public void Other_types_and_sizes_are_refused()
    {
        Should.Throw<DTypeException>(() => Synthetic.Blobs(3, dtype: DType.Int32));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Regression(0));
    }

    private static void Near(double[] values, JsonElement expected)
    {
        var golden = expected.Deserialize<double[]>()!;
        values.Length.ShouldBe(golden.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i].ShouldBe(golden[i], 1e-12 * Math.Max(1, Math.Abs(golden[i])));
        }
    }
}
