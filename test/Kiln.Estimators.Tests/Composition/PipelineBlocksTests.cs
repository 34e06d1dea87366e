namespace Kiln.Estimators.Tests;

/// <summary>A pipeline predicts many samples some at a time: nobody may notice.</summary>
public class PipelineBlocksTests
{
    private const int Columns = 16;
    private const int Rows = 70_001;

    private static readonly Lazy<double[]> s_values = new(() => new RandomState(1).Uniform(-1, 3, Rows * Columns));

    [Fact]
    public void Predictions_are_those_of_the_last_step_for_all_samples_at_once()
    {
        var x = Features.Dense(s_values.Value, Rows, Columns);
        var labels = Enumerable.Range(0, Rows).Select(i => s_values.Value[i * Columns] > 1 ? "far" : "near").ToArray();
        var model = (PipelineClassificationModel)new Pipeline(new SimpleImputer(), new StandardScaler(), new GaussianNB()).Fit(x, labels);
        var (last, samples) = ((GaussianNBModel)model.Steps[^1], model.TransformBeforeLast(x));
        model.Predict(x).Texts().ShouldBe(last.Predict(samples).Texts());
        model.PredictProbabilities(x).ToArray<double>().ShouldBe(last.PredictProbabilities(samples).ToArray<double>());
    }

    [Fact]
    public void Numbers_of_several_outputs_are_joined_in_order()
    {
        var x = Features.Dense(s_values.Value, Rows, Columns);
        var y = Target.Of(Enumerable.Range(0, 2 * Rows).Select(i => s_values.Value[i / 2 * Columns] * (1 + (i % 2))).ToArray(), 2);
        var model = new Pipeline(new MinMaxScaler(), new Ridge()).Fit(x, y);
        var predicted = model.Predict(x);
        predicted.Outputs.ShouldBe(2);
        predicted.Numbers().ToArray().ShouldBe(((IPipelineModel)model).Steps[^1] is PredictorModel last ? last.Predict(((IPipelineModel)model).TransformBeforeLast(x)).Numbers().ToArray() : []);
    }

    [Fact]
    public void A_sample_that_is_refused_has_its_own_number()
    {
        var model = new Pipeline(new StandardScaler(), new LinearRegression()).Fit(Features.Dense(s_values.Value, Rows, Columns), s_values.Value.Where((_, i) => i % Columns == 0).ToArray());
        var values = (double[])s_values.Value.Clone();
        values[(60_000 * Columns) + 3] = double.NaN;
        Should.Throw<DatasetException>(() => model.Predict(Features.Dense(values, Rows, Columns))).Message.ShouldContain("column 3 of sample 60000 is NaN");
    }
}
