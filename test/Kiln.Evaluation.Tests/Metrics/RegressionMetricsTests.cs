using System.Text.Json;

namespace Kiln.Evaluation.Tests;

public class RegressionMetricsTests
{
    [Fact]
    public void Errors_and_r2_equal_those_of_scikit_learn()
    {
        foreach (var golden in Golden.Json("metrics.json").GetProperty("regression").EnumerateArray())
        {
            var name = golden.GetProperty("name").GetString();
            var truth = golden.Doubles("truth");
            var predicted = golden.Doubles("predicted");
            Metrics.MeanSquaredError(truth, predicted).ShouldBe(golden.GetProperty("mse").GetDouble(), 1e-13, name);
            Metrics.MeanAbsoluteError(truth, predicted).ShouldBe(golden.GetProperty("mae").GetDouble(), 1e-13, name);
            var r2 = golden.GetProperty("r2");
            if (r2.ValueKind == JsonValueKind.Null)
            {
                Metrics.R2(truth, predicted).ShouldBe(double.NaN, name);
            }
            else
            {
                Metrics.R2(truth, predicted).ShouldBe(r2.GetDouble(), 1e-13, name);
            }
        }
    }

    [Fact]
    public void NaN_in_the_data_shows_in_the_score() =>
        Metrics.MeanSquaredError([1, 2], [1, double.NaN]).ShouldBe(double.NaN);

    [Fact]
    public void Different_lengths_are_refused() =>
        Should.Throw<ArgumentException>(static () => Metrics.R2([1, 2], [1])).Message.ShouldStartWith("r2: ");
}
