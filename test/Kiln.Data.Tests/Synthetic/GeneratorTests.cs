using System.Text.Json;

namespace Kiln.Data.Tests;

public class GeneratorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length).Where(i => Kind(All[i]) != "Poisson")];

    private static readonly JsonElement[] All =
        [.. JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("generators.json"))).RootElement.EnumerateArray()];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Data_are_those_of_scikit_learn_for_the_same_seed(int index)
    {
        var tensors = Make(Kind(All[index]), new Options(All[index].GetProperty("options")));
        var expected = All[index].GetProperty("arrays").EnumerateArray().ToArray();
        tensors.Length.ShouldBe(expected.Length);
        for (var a = 0; a < tensors.Length; a++)
        {
            tensors[a].Shape.ToString().ShouldBe(new Shape(expected[a].GetProperty("shape").Deserialize<int[]>()!).ToString());
            var values = tensors[a].To(DType.Float64).ToArray<double>();
            var step = expected[a].GetProperty("step").GetInt32();
            var golden = expected[a].GetProperty("values").Deserialize<double[]>()!;
            for (var i = 0; i < golden.Length; i++)
            {
                values[i * step].ShouldBe(golden[i], 1e-12 * Math.Max(1, Math.Abs(golden[i])), $"array {a}, value {i * step}");
            }
        }
    }

    [Fact]
    public void Poisson_draws_are_those_of_NumPy()
    {
        foreach (var mean in All.Single(golden => Kind(golden) == "Poisson").GetProperty("draws").EnumerateObject())
        {
            var random = new RandomState(5);
            var value = double.Parse(mean.Name, System.Globalization.CultureInfo.InvariantCulture);
            Enumerable.Range(0, 40).Select(_ => random.Poisson(value)).ShouldBe(mean.Value.Deserialize<long[]>()!, mean.Name);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => new RandomState(0).Poisson(-1)).Message.ShouldContain("poisson");
        Should.Throw<ArgumentOutOfRangeException>(() => new RandomState(0).Poisson(double.NaN));
    }

    [Fact]
    public void Numbers_without_replacement_are_distinct_by_each_way_of_drawing()
    {
        foreach (var (population, count) in new[] { (1 << 20, 50), (100, 40), (64, 64), (1000, 995) })
        {
            var drawn = Sampling.WithoutReplacement(population, count, new RandomState(3));
            drawn.Distinct().Count().ShouldBe(count);
            drawn.ShouldAllBe(n => n >= 0 && n < population);
        }
    }

    [Fact]
    public void What_cannot_be_made_is_refused()
    {
        Should.Throw<ArgumentException>(() => Synthetic.Classification(features: 3)).Message.ShouldContain("more than the 3");
        Should.Throw<ArgumentException>(() => Synthetic.Classification(classes: 3)).Message.ShouldContain("more corners than the 4");
        Should.Throw<ArgumentException>(() => Synthetic.Classification(weights: [0.1, 0.2, 0.3])).Message.ShouldContain("3 weights for 2 classes");
        Should.Throw<ArgumentException>(() => Synthetic.Classification(weights: [0.9, 0.9])).Message.ShouldContain("add up to 1.8");
        Should.Throw<ArgumentException>(() => Synthetic.Blobs([3, 4], deviations: [1, 2, 3])).Message.ShouldContain("3 deviations");
        Should.Throw<ArgumentException>(() => Synthetic.Blobs([3, 4], centers: new double[,] { { 1, 2 } })).Message.ShouldContain("shape (1, 2)");
        Should.Throw<ArgumentException>(() => Synthetic.GaussianQuantiles(2)).Message.ShouldContain("2 rows in 3 classes");
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Moons(0));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Moons(noise: -1)).Message.ShouldContain("standard deviation");
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Circles(factor: 1)).Message.ShouldContain("below 1");
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.Friedman1(features: 4));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.SparseUncorrelated(features: 3));
        Should.Throw<ArgumentOutOfRangeException>(() => Synthetic.LowRankMatrix(tailStrength: 2)).Message.ShouldContain("between 0 and 1");
        Should.Throw<DTypeException>(() => Synthetic.Moons(dtype: DType.Int32)).Message.ShouldContain("int32");
    }

    private static string Kind(JsonElement golden) => golden.GetProperty("kind").GetString()!;

    private static Tensor[] Make(string kind, Options o)
    {
        const DType D = DType.Float64;
        var (samples, features, seed, noise, shuffle) =
            (o.Int("samples", 100), o.Int("features", kind == "Regression" ? 100 : 20), (uint)o.Int("seed", 0), o.Double("noise", 0), o.Flag("shuffle", true));
        var pair = o.Ints("pair") is { } p ? (p[0], p[1]) : (samples / 2, samples - (samples / 2));
        return kind switch
        {
            "Regression" => List(Synthetic.RegressionWithCoefficients(
                samples, features, noise, seed, o.Int("informative", 10), o.Double("bias", 0), D, o.Int("targets", 1),
                o.Has("effectiveRank") ? o.Int("effectiveRank", 0) : null, o.Double("tailStrength", 0.5), shuffle)),
            "Classification" => List(Synthetic.Classification(
                samples, features, o.Int("informative", 2), o.Int("redundant", 2), o.Int("repeated", 0), o.Int("classes", 2), o.Int("clustersPerClass", 2),
                o.Doubles("weights"), o.Double("flip", 0.01), o.Double("separation", 1), o.Flag("hypercube", true), o.DoubleOrNull("shift", 0),
                o.DoubleOrNull("scale", 1), shuffle, seed, D)),
            "Blobs" => List(Synthetic.Blobs(
                o.Ints("sizes")!, features, o.Matrix("centers"), o.Doubles("deviations"), seed, D, o.Double("low", -10), o.Double("high", 10), shuffle)),
            "BlobsAt" => List(Synthetic.Blobs(samples, o.Matrix("centers")!, o.Doubles("deviations"), seed, D)),
            "Moons" => List(o.Has("pair") ? Synthetic.Moons(pair, noise, seed, shuffle, D) : Synthetic.Moons(samples, noise, seed, shuffle, D)),
            "Circles" => List(o.Has("pair")
                ? Synthetic.Circles(pair, noise, o.Double("factor", 0.8), seed, shuffle, D)
                : Synthetic.Circles(samples, noise, o.Double("factor", 0.8), seed, shuffle, D)),
            "Friedman1" => List(Synthetic.Friedman1(samples, features, noise, seed, D)),
            "Friedman2" => List(Synthetic.Friedman2(samples, noise, seed, D)),
            "Friedman3" => List(Synthetic.Friedman3(samples, noise, seed, D)),
            "SparseUncorrelated" => List(Synthetic.SparseUncorrelated(samples, features, seed, D)),
            "SparseCodedSignal" => List(Synthetic.SparseCodedSignal(samples, o.Int("components", 0), features, o.Int("nonZero", 0), seed, D)),
            "SparseSpdMatrix" => [Synthetic.SparseSpdMatrix(
                samples, o.Double("alpha", 0.95), o.Flag("unitDiagonal", false), o.Double("smallest", 0.1), o.Double("largest", 0.9), seed, D)],
            "LowRankMatrix" => [Synthetic.LowRankMatrix(samples, features, o.Int("effectiveRank", 10), o.Double("tailStrength", 0.5), seed, D)],
            "GaussianQuantiles" => List(Synthetic.GaussianQuantiles(
                samples, features, o.Int("classes", 3), o.Doubles("mean"), o.Double("variance", 1), shuffle, seed, D)),
            "Hastie102" => List(Synthetic.Hastie102(samples, seed, D)),
            "SwissRoll" => List(Synthetic.SwissRoll(samples, noise, o.Flag("hole", false), seed, D)),
            "SCurve" => List(Synthetic.SCurve(samples, noise, seed, D)),
            "MultilabelClassification" => List(Synthetic.MultilabelClassification(
                samples, features, o.Int("classes", 5), o.Double("labels", 2), o.Double("length", 50), o.Flag("allowUnlabeled", true), seed, D)),
            _ => throw new InvalidOperationException(kind),
        };
    }

    private static Tensor[] List((Tensor First, Tensor Second) made) => [made.First, made.Second];

    private static Tensor[] List((Tensor First, Tensor Second, Tensor Third) made) => [made.First, made.Second, made.Third];

    private sealed record Options(JsonElement Json)
    {
        internal bool Has(string name) => Json.TryGetProperty(name, out _);

        internal int Int(string name, int otherwise) => Has(name) ? Json.GetProperty(name).GetInt32() : otherwise;

        internal double Double(string name, double otherwise) => Has(name) ? Json.GetProperty(name).GetDouble() : otherwise;

        internal double? DoubleOrNull(string name, double otherwise) =>
            !Has(name) ? otherwise : Json.GetProperty(name).ValueKind == JsonValueKind.Null ? null : Json.GetProperty(name).GetDouble();

        internal bool Flag(string name, bool otherwise) => Has(name) ? Json.GetProperty(name).GetBoolean() : otherwise;

        internal int[]? Ints(string name) => Has(name) ? Json.GetProperty(name).Deserialize<int[]>() : null;

        internal double[]? Doubles(string name) => Has(name) ? Json.GetProperty(name).Deserialize<double[]>() : null;

        internal double[,]? Matrix(string name)
        {
            if (!Has(name))
            {
                return null;
            }

            var rows = Json.GetProperty(name).Deserialize<double[][]>()!;
            var matrix = new double[rows.Length, rows[0].Length];
            for (var i = 0; i < rows.Length; i++)
            {
                for (var k = 0; k < rows[i].Length; k++)
                {
                    matrix[i, k] = rows[i][k];
                }
            }

            return matrix;
        }
    }
}
