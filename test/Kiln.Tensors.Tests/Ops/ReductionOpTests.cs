namespace Kiln.Tensors.Tests;

public class ReductionOpTests
{
    [Fact]
    public void Sums_over_any_axes_of_any_view_equal_the_plain_loops()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            var rank = random.Next(0, 5);
            int[] sizes = [.. Enumerable.Range(0, rank).Select(_ => random.Next(1, 6))];
            var data = Enumerable.Range(0, sizes.Aggregate(1, (a, b) => a * b)).Select(_ => (double)random.Next(-9, 9)).ToArray();
            var x = Tensor.From<double>(data, sizes);
            if (rank > 1)
            {
                int[] order = [.. Enumerable.Range(0, rank)];
                random.Shuffle(order);
                x = x.Permute(order);
            }

            int[] axes = [.. Enumerable.Range(0, rank).Where(_ => random.Next(2) == 0)];
            var keep = random.Next(2) == 0;
            var expected = Plain(x, axes, keep);
            Check(x.Sum(axes, keep), expected.Shape, expected.Groups.Select(g => g.Sum()));
            Check(x.Max(axes, keep), expected.Shape, expected.Groups.Select(g => g.Max()));
            Check(x.Min(axes, keep), expected.Shape, expected.Groups.Select(g => g.Min()));
            Check(x.Mean(axes, keep), expected.Shape, expected.Groups.Select(g => g.Average()));
            x.To(DType.Int32).Sum(axes, keep).ToArray<long>().ShouldBe(expected.Groups.Select(g => (long)g.Sum()));
            x.To(DType.BFloat16).Sum(axes, keep).To(DType.Float64).ToArray<double>().ShouldBe(expected.Groups.Select(g => (double)(float)(Kiln.Numerics.BFloat16)(float)g.Sum()));
            if (rank > 0)
            {
                var axis = random.Next(rank);
                var one = Plain(x, [axis], keep);
                x.ArgMax(axis, keep).ToArray<long>().ShouldBe(one.Groups.Select(g => (long)g.IndexOf(g.Max())));
                x.ArgMin(axis, keep).ToArray<long>().ShouldBe(one.Groups.Select(g => (long)g.IndexOf(g.Min())));
            }
        }
    }

    [Fact]
    public void Sum_to_reverses_broadcasting()
    {
        var x = Tensor.Ones([4, 2, 3]);
        x.SumTo([2, 1]).ToArray<float>().ShouldBe([12, 12]);
        x.SumTo([3]).ToArray<float>().ShouldBe([8, 8, 8]);
        x.SumTo([]).Item().ShouldBe(24);
        Should.Throw<ShapeException>(() => x.SumTo([5])).Message.ShouldContain("(5,)");
    }

    [Fact]
    public void Axes_are_checked()
    {
        var x = Tensor.Ones([2, 3]);
        Should.Throw<ShapeException>(() => x.Sum(2)).Message.ShouldContain("axis 2 is out of range");
        Should.Throw<ShapeException>(() => x.Sum([0, -2])).Message.ShouldContain("twice");
        Should.Throw<ShapeException>(() => Tensor.Zeros([3, 0]).Max(1)).Message.ShouldContain("nothing has no max");
        Tensor.Zeros([3, 0]).Sum(1).ToArray<float>().ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void The_gradient_of_an_extremum_is_shared_by_equals()
    {
        var x = Tensor.From<double>([1, 3, 3, 2], [4]).RequireGrad();
        x.Max().Backward();
        x.Grad!.ToArray<double>().ShouldBe([0, 0.5, 0.5, 0]);
    }

    private static void Check(Tensor y, int[] shape, IEnumerable<double> expected)
    {
        y.Shape.ToArray().ShouldBe(shape);
        var values = y.ToArray<double>();
        values.Zip(expected).ShouldAllBe(p => Math.Abs(p.First - p.Second) < 1e-12);
    }

    private static (int[] Shape, List<List<double>> Groups) Plain(Tensor x, int[] axes, bool keep)
    {
        int[] sizes = x.Shape.ToArray(), kept = [.. sizes.Select((s, i) => axes.Contains(i) ? 1 : s)];
        var groups = Enumerable.Range(0, kept.Aggregate(1, (a, b) => a * b)).Select(_ => new List<double>()).ToList();
        var data = x.ToArray<double>();
        for (var i = 0; i < data.Length; i++)
        {
            int rest = i, group = 0, step = 1;
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                group += axes.Contains(axis) ? 0 : rest % sizes[axis] * step;
                rest /= sizes[axis];
                step *= kept[axis];
            }

            groups[group].Add(data[i]);
        }

        return (keep ? kept : [.. kept.Where((_, i) => !axes.Contains(i))], groups);
    }
}
