using System.Globalization;
using Kiln.Evaluation;

namespace Kiln.Neural;

/// <summary>What <see cref="LearningRateFinder"/> saw.</summary>
public sealed class LearningRateRange
{
    internal LearningRateRange(IReadOnlyList<double> rates, IReadOnlyList<double> losses) => (Rates, Losses) = (rates, losses);

    /// <summary>The learning rate of each step.</summary>
    public IReadOnlyList<double> Rates { get; }

    /// <summary>The loss at each step, smoothed over some ten.</summary>
    public IReadOnlyList<double> Losses { get; }

    /// <summary>The learning rate at which the loss fell most steeply (over its logarithm): a good largest one. NaN when fewer than three steps were made.</summary>
    public double Suggestion
    {
        get
        {
            // Over a twelfth of the way in both directions, and not among the first steps, where the average holds few batches: batches differ.
            int reach = Math.Max(1, Rates.Count / 12);
            double steepest = 0;
            double rate = double.NaN;
            for (int i = Math.Max(reach, Math.Min(10, Rates.Count / 4)); i < Rates.Count - reach; i++)
            {
                double slope = Losses[i + reach] - Losses[i - reach]; // Steps are even on the logarithm.
                if (double.IsNaN(rate) || slope < steepest)
                {
                    (steepest, rate) = (slope, Rates[i]);
                }
            }

            return rate;
        }
    }

    /// <summary>The losses over the learning rates, with the suggestion marked.</summary>
    public LineChart Chart() => new()
    {
        Title = "Learning-rate finder",
        XLabel = "learning rate",
        YLabel = "loss",
        XScale = AxisScale.Logarithmic,
        Series = [new LineSeries("", Rates, Losses)],
        Markers = double.IsNaN(Suggestion) ? [] : [new LineMarker(0, Suggestion, string.Create(CultureInfo.InvariantCulture, $"steepest at {Suggestion:G2}"))],
    };
}
