using Kiln.Tensors;

namespace Kiln.Evaluation.Tests;

/// <summary>Streaming scores against scikit-learn's, in batches of three.</summary>
public class ClassificationStreamTests
{
    [Fact]
    public void Averages_equal_those_of_scikit_learn()
    {
        var count = 0;
        foreach (var golden in Golden.Json("metrics.json").GetProperty("classification").EnumerateArray())
        {
            int[] truth = [.. golden.GetProperty("truth").EnumerateArray().Select(v => v.GetInt32())];
            int[] predicted = [.. golden.GetProperty("predicted").EnumerateArray().Select(v => v.GetInt32())];
            if (truth.Concat(predicted).Any(v => v < 0 || v > 20))
            {
                continue; // Classes of a network are counted from 0.
            }

            foreach (var scores in golden.GetProperty("scores").EnumerateArray().Where(s => s.GetProperty("zero").GetInt32() == 0))
            {
                var average = Enum.Parse<Average>(scores.GetProperty("average").GetString()!, ignoreCase: true);
                var name = $"{golden.GetProperty("name").GetString()}, {average}";
                Check(new Precision { Average = average }, scores.GetProperty("precision").GetDouble());
                Check(new Recall { Average = average }, scores.GetProperty("recall").GetDouble());
                Check(new F1Score { Average = average }, scores.GetProperty("f1").GetDouble());
                count++;

                void Check(IMetric metric, double expected)
                {
                    Feed(metric, truth, predicted);
                    metric.Value.ShouldBe(expected, 1e-12, $"{name}: {metric.Name}");
                }
            }
        }

        count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void The_matrix_is_that_of_the_whole()
    {
        int[] truth = [0, 1, 2, 2, 1, 0, 0];
        int[] predicted = [0, 2, 2, 1, 1, 0, 1];
        var metric = new ConfusionMatrixMetric();
        Should.Throw<InvalidOperationException>(() => metric.Matrix);
        Feed(metric, truth, predicted);
        metric.Matrix.ToArray().ShouldBe(Metrics.ConfusionMatrix(truth, predicted).ToArray());
        metric.Value.ShouldBe(4.0 / 7);
    }

    [Fact]
    public void A_row_of_NaN_predicts_nothing()
    {
        var recall = new Recall();
        var precision = new Precision();
        foreach (IMetric metric in new IMetric[] { recall, precision })
        {
            metric.Update(Tensor.From([float.NaN, 1, 0, 2, 0, 3], [3, 2]), Tensor.From([1L, 1, 1]));
        }

        recall.Value.ShouldBe(2.0 / 3);
        precision.Value.ShouldBe(1);
    }

    [Fact]
    public void The_area_under_the_curve_is_that_of_scikit_learn()
    {
        // roc_auc_score of scikit-learn 1.2.1; the scores have ties.
        long[] y = [0, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 1, 0, 0, 1];
        double[] s =
        [
            1.0, -1.1, -0.2, 0.8, 1.5, 0.2, -1.0, 0.3, 1.6, 0.8, -0.8, 0.8, 1.7, 3.0, -1.2, 0.4, 0.2, -2.4, -0.9, -1.0,
            1.1, 0.9, -0.6, 0.6, -0.4, -1.7, 0.4, -0.6, -0.9, 0.0, -2.2, 0.7, 1.0, 1.9, 2.1, 1.1, 2.5, -1.1, 0.8, -0.9,
        ];
        var metric = new RocAuc();
        metric.Value.ShouldBe(double.NaN);
        for (var i = 0; i < 40; i += 8)
        {
            metric.Update(Tensor.From(s[i..(i + 8)], [8, 1]), Tensor.From(y[i..(i + 8)]));
        }

        metric.Value.ShouldBe(0.7765151515151515, 1e-14);
        var two = new RocAuc();
        two.Update(Tensor.Stack([Tensor.Zeros([40], DType.Float64), Tensor.From(s)], 1), Tensor.From(y));
        two.Value.ShouldBe(0.7765151515151515, 1e-14);
    }

    [Fact]
    public void R2_of_batches_is_R2_of_the_whole()
    {
        double[] truth = [.. Enumerable.Range(0, 20).Select(i => 1e6 + Math.Sin(i))];
        double[] predicted = [.. truth.Select((t, i) => t + 0.2 * Math.Cos(3 * i))];
        var metric = new R2Score();
        for (var i = 0; i < 20; i += 4)
        {
            metric.Update(Tensor.From(predicted[i..(i + 4)]), Tensor.From(truth[i..(i + 4)]));
        }

        metric.Value.ShouldBe(Metrics.R2(truth, predicted), 1e-9);
    }

    [Fact]
    public void Perplexity_is_e_to_the_mean_cross_entropy_of_what_counts()
    {
        var metric = new Perplexity();
        metric.Update(Tensor.From([0f, 0, 0, 0, 1, 2, 3, 4], [1, 2, 4]), Tensor.From([2L, -100], [1, 2]));
        metric.Value.ShouldBe(4, 1e-6);
        metric.Update(Tensor.From([0f, 0, 0, 0], [1, 1, 4]), Tensor.From([0L], [1, 1]));
        metric.Value.ShouldBe(4, 1e-6);
    }

    [Fact]
    public void A_saved_state_goes_on_where_it_was()
    {
        foreach (var make in new Func<IMetric>[] { () => new F1Score(), () => new ConfusionMatrixMetric(), () => new RocAuc(), () => new R2Score(), () => new Perplexity() })
        {
            IMetric whole = make(), first = make(), second = make();
            Tensor outputs = Tensor.From([0.1f, 0.9f, 0.8f, 0.3f, -0.2f, 0.4f], first is R2Score ? [6] : [3, 2]);
            Tensor targets = first is R2Score ? Tensor.From([0f, 1, 1, 0, 0, 1]) : Tensor.From([1L, 0, 0]);
            whole.Update(outputs, targets);
            whole.Update(outputs, targets);
            first.Update(outputs, targets);
            second.LoadState(first.SaveState());
            second.Update(outputs, targets);
            second.Value.ShouldBe(whole.Value, first.Name);
            Should.Throw<ArgumentException>(() => second.LoadState([9.5]), first.Name);
            second.Value.ShouldBe(whole.Value, first.Name);
            second.Reset();
            second.Value.ShouldBe(double.NaN);
        }
    }

    [Fact]
    public void Outputs_that_change_their_classes_are_refused()
    {
        var metric = new F1Score();
        metric.Update(Tensor.Ones([2, 3]), Tensor.From([0L, 1]));
        Should.Throw<ShapeException>(() => metric.Update(Tensor.Ones([2, 4]), Tensor.From([0L, 1]))).Message.ShouldBe("f1: outputs of 4 classes after outputs of 3");
        Should.Throw<InvalidOperationException>(() => new F1Score { Average = Average.Binary }.After(metric).Value).Message.ShouldContain("needs two");
    }

    private static void Feed(IMetric metric, int[] truth, int[] predicted)
    {
        var classes = truth.Concat(predicted).Max() + 1;
        classes = Math.Max(2, classes);
        for (var i = 0; i < truth.Length; i += 3)
        {
            var end = Math.Min(truth.Length, i + 3);
            metric.Update(
                Tensor.OneHot(Tensor.From(Array.ConvertAll(predicted[i..end], v => (long)v)), classes), Tensor.From(Array.ConvertAll(truth[i..end], v => (long)v)));
        }
    }
}

file static class MetricCopies
{
    public static IMetric After(this IMetric metric, IMetric other)
    {
        metric.LoadState(other.SaveState());
        return metric;
    }
}
