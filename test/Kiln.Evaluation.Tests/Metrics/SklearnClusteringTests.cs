namespace Kiln.Evaluation.Tests;

public class SklearnClusteringTests
{
    public static TheoryData<string> Cases => SklearnCase.Names("clustering");

    public static TheoryData<string> Shapes => SklearnCase.Names("shapes");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_of_two_groupings_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("clustering", name);
        var (t, p) = Data(golden);
        foreach (var key in golden.Expected)
        {
            // Logarithms of factorials of 20,000 are 2·10⁵: their last bits are 10⁻¹⁰ of a chance.
            golden.Check(key, () => Score(key, t, p), golden.Draw is not null && key.StartsWith("ami", StringComparison.Ordinal) ? 1e-9 : 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scores_of_groups_in_space_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("shapes", name);
        var (x, columns, groups) = (golden.Doubles("features"), golden.Int("columns"), golden.Ints("groups"));
        var n = groups.Length;
        var distances = new double[n * n];
        for (var i = 0; i < distances.Length; i++)
        {
            for (var k = 0; k < columns; k++)
            {
                distances[i] += Math.Abs(x[(i / n * columns) + k] - x[(i % n * columns) + k]);
            }
        }

        golden.Check("silhouette", () => Metrics.Silhouette(x, columns, groups), 1e-11);
        golden.Check("samples", () => Metrics.SilhouetteSamples(x, columns, groups), 1e-11);
        golden.Check("precomputed", () => Metrics.SilhouetteSamplesOfDistances(distances, groups));
        golden.Check("calinski", () => Metrics.CalinskiHarabasz(x, columns, groups));
        golden.Check("davies", () => Metrics.DaviesBouldin(x, columns, groups), 1e-11);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Should.Throw<ArgumentException>(static () => Metrics.Silhouette([1, 2, 3], 2, [0, 1])).Message.ShouldContain("2 samples of 2 columns need 4 values");
        Should.Throw<ArgumentException>(static () => Metrics.AdjustedRandIndex([1, 2, 3], [0, 1])).Message.ShouldContain("3 and 2");
        Should.Throw<ArgumentException>(static () => Metrics.VMeasure([], [])).Message.ShouldContain("no samples");
        Should.Throw<ArgumentException>(static () => Metrics.SilhouetteSamplesOfDistances([0, 1, 1, 1, 2, 1, 1, 1, 0], [0, 1, 1])).Message.ShouldContain("sample 1 to itself is 2");
    }

    private static (int[] Truth, int[] Predicted) Data(SklearnCase golden)
    {
        if (golden.Draw is not { } draw)
        {
            return (golden.Ints("truth"), golden.Ints("predicted"));
        }

        var count = draw.GetProperty("count").GetInt32();
        var (a, b) = (SklearnCase.Numbers(count, 7), SklearnCase.Numbers(count, 8));
        return draw.TryGetProperty("many", out _)
            ? ([.. a.Select(static v => (int)(v * 700))], [.. b.Select(static v => (int)(v * 900))])
            : ([.. a.Select(static v => (int)(v * 12))], [.. b.Select((v, i) => (int)((v * 9) + (a[i] * 3)))]);
    }

    private static double[] Score(string key, int[] t, int[] p)
    {
        if (key == "pairs")
        {
            var c = Metrics.PairConfusion(t, p);
            return [c.TrueNegatives, c.FalsePositives, c.FalseNegatives, c.TruePositives];
        }

        var average = key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..] switch
        {
            "geometric" => EntropyAverage.Geometric,
            "min" => EntropyAverage.Minimum,
            "max" => EntropyAverage.Maximum,
            _ => EntropyAverage.Arithmetic,
        };
        return
        [
            key switch
            {
                "rand" => Metrics.RandIndex(t, p),
                "ari" => Metrics.AdjustedRandIndex(t, p),
                "mi" => Metrics.MutualInformation(t, p),
                "homogeneity" => Metrics.Homogeneity(t, p),
                "completeness" => Metrics.Completeness(t, p),
                "v" => Metrics.VMeasure(t, p),
                "v2" => Metrics.VMeasure(t, p, 2),
                "fm" => Metrics.FowlkesMallows(t, p),
                _ when key.StartsWith("nmi", StringComparison.Ordinal) => Metrics.NormalizedMutualInformation(t, p, average),
                _ => Metrics.AdjustedMutualInformation(t, p, average),
            },
        ];
    }
}
