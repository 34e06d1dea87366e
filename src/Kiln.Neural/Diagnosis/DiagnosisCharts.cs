using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>The plots of a diagnosis.</summary>
internal static class DiagnosisCharts
{
    private const int MostColumns = 10;

    /// <summary>The size of signals, layer by layer, before the first step.</summary>
    internal static LineChart Signals(RunRecord run)
    {
        List<LayerActivity> layers = run.Samples[0].Layers;
        double input = layers.Count > 0 ? layers[0].InputSize : double.NaN;
        return new LineChart
        {
            Title = run.FromStart ? "Size of the outputs before the first step" : "Size of the outputs when the run went on",
            XLabel = "layer, in the order in which they run",
            YLabel = "root mean square",
            YScale = AxisScale.Logarithmic,
            Series =
            [
                new LineSeries("outputs", Positions(layers.Count), [.. layers.Select(l => l.Size)]),
                new LineSeries("the network's inputs", Positions(layers.Count), [.. layers.Select(_ => input)]) { Dashed = true },
            ],
        };
    }

    /// <summary>The strength of the gradient, weight by weight: at the first measured update and now.</summary>
    internal static LineChart Gradients(RunRecord run)
    {
        LineSeries Line(StepSample sample, bool dashed)
        {
            double[] strength = [.. sample.Weights.Select(w => w.Leverage)];
            return new LineSeries(FormattableString.Invariant($"step {sample.Step}"), Positions(strength.Length), strength) { Dashed = dashed };
        }

        return new LineChart
        {
            Title = "Gradient of each weight, |w|·|∂L/∂w|",
            XLabel = "weight, first layer to last",
            YScale = AxisScale.Logarithmic,
            Series = run.Samples.Count < 2 ? [Line(run.Samples[0], false)] : [Line(run.Samples[0], true), Line(run.Samples[^1], false)],
        };
    }

    internal static BarChart DeadUnits(StepSample[] samples)
    {
        var shares = samples[^1].Layers.Select(l => (l.Path, Share: UnitRules.DeadShare(samples, l))).Where(l => !double.IsNaN(l.Share)).ToArray();
        return Shares("Units that were zero for every sample", [.. shares.Select(l => l.Path)], [.. shares.Select(l => l.Share)]);
    }

    internal static BarChart Saturation(RunRecord run)
    {
        LayerActivity[] layers = [.. run.Samples[^1].Layers.Where(l => !double.IsNaN(l.Saturated))];
        return Shares("Outputs at a flat end of tanh or sigmoid", [.. layers.Select(l => l.Path)], [.. layers.Select(l => l.Saturated)]);
    }

    /// <summary>The loss over the updates, beside a constant answer's.</summary>
    internal static LineChart Loss(RunRecord run)
    {
        double[] steps = run.Losses.Steps;
        var series = new List<LineSeries> { new("loss", steps, [.. run.Losses.Means]) };
        if (steps.Length > 0 && run.ConstantLoss > 0)
        {
            series.Add(new LineSeries("constant answer", [steps[0], steps[^1]], [run.ConstantLoss, run.ConstantLoss]) { Dashed = true });
        }

        bool wide = run.Losses.Means.Count > 0 && run.Losses.Means.Min() is > 0 and var least && run.Losses.Largest > 100 * least;
        return new LineChart { Title = "Training loss", XLabel = "step", Series = series, YScale = wide ? AxisScale.Logarithmic : AxisScale.Linear };
    }

    /// <summary>|Δw|/|w| over the updates: the weights with the largest and the smallest, the middle one, and the rule of thumb.</summary>
    internal static LineChart Updates(RunRecord run)
    {
        StepSample[] samples = [.. run.Samples.Where(s => s.Weights.Any(w => double.IsFinite(w.Update)))];
        double[] steps = [.. samples.Select(s => (double)s.Step)];
        double[] Of(Func<IEnumerable<double>, double> choose) => [.. samples.Select(s => choose(s.Weights.Select(w => w.Update).Where(double.IsFinite)))];
        return new LineChart
        {
            Title = "How much a step changes the weights, |Δw|/|w|",
            XLabel = "step",
            YScale = AxisScale.Logarithmic,
            Series =
            [
                new LineSeries("largest", steps, Of(Enumerable.Max)),
                new LineSeries("middle", steps, Of(Median.Of)),
                new LineSeries("smallest", steps, Of(Enumerable.Min)),
                new LineSeries("usual", steps, [.. steps.Select(_ => 1e-3)]) { Dashed = true },
            ],
        };
    }

    /// <summary>Training and validation loss by epoch, with the best epoch marked.</summary>
    internal static LineChart Epochs(RunRecord run, History history, int best)
    {
        IReadOnlyList<double> validation = history["val_loss"];
        var series = new List<LineSeries> { new("training", [.. history["loss"]]), new("validation", [.. validation]) };
        if (run.ConstantLoss > 0)
        {
            series.Add(new LineSeries("constant answer", [1, validation.Count], [run.ConstantLoss, run.ConstantLoss]) { Dashed = true });
        }

        return new LineChart { Title = "Loss", XLabel = "epoch", Series = series, Markers = [new LineMarker(1, best + 1, "best")] };
    }

    /// <summary>The gradient of each weight over the run: powers of ten, dark where it is strong.</summary>
    internal static Heatmap GradientsOverTime(RunRecord run)
    {
        int columns = Math.Min(MostColumns, run.Samples.Count);
        StepSample[] shown = [.. Enumerable.Range(0, columns).Select(i => run.Samples[columns == 1 ? 0 : i * (run.Samples.Count - 1) / (columns - 1)])];
        int rows = shown[0].Weights.Length;
        var values = new double[rows, columns];
        var texts = new string[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                double leverage = shown[column].Weights[row].Leverage;
                values[row, column] = leverage > 0 && double.IsFinite(leverage) ? Math.Round(Math.Log10(leverage), 1) : double.NaN;
                texts[row, column] = leverage == 0 ? "0" : double.IsNaN(values[row, column]) ? "–" : values[row, column].ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return new Heatmap
        {
            Title = "Gradient of each weight, log₁₀ |w|·|∂L/∂w| (0: none)",
            Values = values,
            Texts = texts,
            RowLabels = [.. shown[0].Weights.Select(w => w.Path)],
            ColumnLabels = [.. shown.Select(s => s.Step.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            ColumnTitle = "step",
        };
    }

    private static BarChart Shares(string title, string[] names, double[] shares) => new()
    {
        Title = title,
        Categories = names,
        Series = [new BarSeries(string.Empty, shares)],
        Format = NumberFormat.Percent,
        Maximum = 1,
    };

    private static double[] Positions(int count) => [.. Enumerable.Range(1, count).Select(i => (double)i)];
}
