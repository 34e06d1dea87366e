using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Bins by k-means against scikit-learn: Goldens/line_clusters.json, made by make_line_clusters.py.</summary>
public class LineClusterTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "line_clusters.json"))).RootElement;
    private static readonly KBinsDiscretizer s_bins = new() { Strategy = BinStrategy.KMeans, Encode = BinEncoding.Ordinal };

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast_cancer")]
    [InlineData("diabetes")]
    [InlineData("digits")]
    public void Real_columns_get_the_edges_of_scikit_learn(string name)
    {
        var x = GoldenData.Load(name).X;
        var golden = s_golden.GetProperty("real").GetProperty(name);
        int[] sizes = [3, 5, 10];
        for (var i = 0; i < sizes.Length; i++)
        {
            var edges = (s_bins with { Bins = [sizes[i]] }).Fit(x).BinEdges;
            for (var c = 0; c < x.Columns; c++)
            {
                Compare(edges[c], golden[c][i]);
            }
        }
    }

    // Values of few digits, that lie halfway between centers, and centers that lose all their values.
    [Fact]
    public void Short_columns_get_the_edges_of_scikit_learn()
    {
        var golden = s_golden.GetProperty("short");
        for (var seed = 0; seed < golden.GetArrayLength(); seed++)
        {
            var values = Array.ConvertAll(new RandomState((uint)seed).RandomSample(4 + seed), u => Math.Floor(u * u * u * 40) / 4);
            var model = (s_bins with { Bins = [3 + (seed % Math.Min(10, values.Length - 3 + 1))] }).Fit(Features.Dense(values, values.Length, 1));
            Compare(model.BinEdges[0], golden[seed]);
        }
    }

    [Fact]
    public void Fewer_samples_than_bins_are_told()
    {
        var x = Features.Dense([1, 2], 2, 1);
        Should.Throw<DatasetException>(() => (s_bins with { Bins = [10] }).Fit(x)).Message
            .ShouldBe("k-bins-discretizer: strategy=kmeans needs as many samples as bins; 2 samples and n_bins=10 were given");
        (s_bins with { Bins = [2] }).Fit(x).BinEdges[0].ShouldBe([1, 1.5, 2]);
    }

    /// <summary>numpy.argpartition(values, rank) by NumPy 1.24.</summary>
    [Fact]
    public void Partitions_leave_the_places_as_numpy_does()
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(i => (double)(i * 11 % 7))];
        NumPyPartition.Places(values, 1).ShouldBe([0, 7, 2, 3, 4, 5, 6, 1, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
        NumPyPartition.Places(values, 9).ShouldBe([7, 0, 21, 16, 14, 9, 23, 2, 4, 11, 18, 20, 6, 13, 12, 8, 3, 17, 1, 19, 10, 5, 22, 15]);
        NumPyPartition.Places(values, 20).ShouldBe([7, 0, 21, 16, 14, 9, 23, 4, 11, 2, 20, 18, 6, 13, 8, 1, 22, 15, 3, 10, 17, 5, 19, 12]);
        NumPyPartition.Places(values, 23).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 23, 20, 21, 22, 19]);
    }

    private static void Compare(IReadOnlyList<double> actual, JsonElement golden)
    {
        double[] expected = golden.GetArrayLength() == 0 ? [double.NegativeInfinity, double.PositiveInfinity] : [.. golden.EnumerateArray().Select(v => v.GetDouble())];
        actual.Count.ShouldBe(expected.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (double.IsFinite(expected[i]))
            {
                actual[i].ShouldBe(expected[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])));
            }
            else
            {
                actual[i].ShouldBe(expected[i]);
            }
        }
    }
}
