namespace Kiln.Neural.Tests;

/// <summary>Triplets and pairs, against loops over them.</summary>
public class EmbeddingLossTests
{
    private static readonly Tensor s_points = Initializers.Normal(0, 1).Create([7, 3], RandomKey.FromSeed(8), DType.Float64);
    private static readonly long[] s_labels = [0, 1, 0, 2, 1, 0, 3];

    [Fact]
    public void Hard_triplets_are_the_farthest_companion_and_the_nearest_stranger()
    {
        double[,] d = Distances();
        var losses = new List<double>();
        for (int a = 0; a < 7; a++)
        {
            double[] same = [.. Enumerable.Range(0, 7).Where(i => i != a && s_labels[i] == s_labels[a]).Select(i => d[a, i])];
            double[] other = [.. Enumerable.Range(0, 7).Where(i => s_labels[i] != s_labels[a]).Select(i => d[a, i])];
            if (same.Length > 0)
            {
                losses.Add(Math.Max(0, same.Max() - other.Min() + 0.5));
            }
        }

        new TripletLoss { Margin = 0.5 }.Compute(s_points, Tensor.From(s_labels)).Item<double>().ShouldBe(losses.Average(), 1e-12);
    }

    [Fact]
    public void All_triplets_that_violate_the_margin_are_averaged()
    {
        double[,] d = Distances();
        var losses = new List<double>();
        for (int a = 0; a < 7; a++)
        {
            for (int p = 0; p < 7; p++)
            {
                for (int n = 0; n < 7; n++)
                {
                    double loss = d[a, p] - d[a, n] + 1;
                    if (a != p && s_labels[a] == s_labels[p] && s_labels[a] != s_labels[n] && loss > 0)
                    {
                        losses.Add(loss);
                    }
                }
            }
        }

        losses.Count.ShouldBeGreaterThan(3);
        new TripletLoss { Mining = TripletMining.BatchAll }.Compute(s_points, Tensor.From(s_labels)).Item<double>().ShouldBe(losses.Average(), 1e-12);
    }

    [Fact]
    public void A_batch_without_a_triplet_has_no_loss_and_a_zero_gradient()
    {
        foreach (long[] labels in new[] { new long[] { 0, 0, 0 }, [0, 1, 2] })
        {
            foreach (TripletMining mining in Enum.GetValues<TripletMining>())
            {
                Tensor x = s_points.Narrow(0, 0, 3).RequireGrad();
                Tensor loss = new TripletLoss { Mining = mining }.Compute(x, Tensor.From(labels));
                loss.Item<double>().ShouldBe(0);
                loss.Backward();
                x.Grad!.ToArray<double>().ShouldAllBe(g => g == 0);
            }
        }
    }

    [Fact]
    public void Gradients_equal_central_differences()
    {
        foreach (TripletMining mining in Enum.GetValues<TripletMining>())
        {
            var loss = new TripletLoss { Mining = mining };
            Tensor x = s_points.RequireGrad();
            loss.Compute(x, Tensor.From(s_labels)).Backward();
            double[] gradient = x.Grad!.ToArray<double>();
            for (int i = 0; i < gradient.Length; i++)
            {
                double Value(double shift)
                {
                    double[] moved = s_points.ToArray<double>();
                    moved[i] += shift;
                    return loss.Compute(Tensor.From(moved, s_points.Shape), Tensor.From(s_labels)).Item<double>();
                }

                gradient[i].ShouldBe((Value(1e-6) - Value(-1e-6)) / 2e-6, 1e-7);
            }
        }
    }

    [Fact]
    public void Pairs_are_drawn_together_and_pushed_apart()
    {
        Tensor first = Tensor.From([0.0, 0, 0, 0], [2, 2]);
        Tensor second = Tensor.From([3.0, 4, 0.3, 0.4], [2, 2]);
        new ContrastiveLoss().OfPairs(first, second, Tensor.From([1L, 0L])).Item<double>().ShouldBe((25 + 0.25) / 2, 1e-4);
    }

    [Fact]
    public void Embeddings_that_are_no_rows_are_refused() =>
        Should.Throw<ShapeException>(() => new TripletLoss().Compute(s_points, Tensor.Ones([7]))).Message
            .ShouldBe("triplet: expected embeddings (batch, n) and integer classes (batch,), got (7, 3) and float32 (7,)");

    private static double[,] Distances()
    {
        double[] points = s_points.ToArray<double>();
        var d = new double[7, 7];
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 7; j++)
            {
                d[i, j] = Math.Sqrt(Enumerable.Range(0, 3).Sum(k => Math.Pow(points[i * 3 + k] - points[j * 3 + k] + 1e-6, 2)));
            }
        }

        return d;
    }
}
