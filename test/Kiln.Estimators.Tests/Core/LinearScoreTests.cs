namespace Kiln.Estimators.Tests;

/// <summary>Predictions of linear models against plain sums, for every number of outputs and of columns that a kernel treats in its own way.</summary>
public class LinearScoreTests
{
    private const int Samples = 301;

    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(1, 7), InlineData(1, 20), InlineData(1, 50)]
    [InlineData(2, 1), InlineData(3, 9), InlineData(4, 16), InlineData(5, 20), InlineData(6, 13), InlineData(9, 31), InlineData(16, 8), InlineData(17, 23)]
    public void Scores_are_products_and_intercepts(int outputs, int columns)
    {
        var (x, y) = (Numbers(Samples * columns, 1), Numbers(Samples * outputs, 2));
        var model = new Ridge().Fit(Features.Dense(x, Samples, columns), Target.Of(y, outputs));
        var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>());
        var dense = model.Predict(Features.Dense(x, Samples, columns)).Numbers().ToArray();
        var sparse = model.Predict(SparseMatrix.FromDense(x, Samples, columns)).Numbers().ToArray();
        for (var row = 0; row < Samples; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var sum = b[output];
                for (var j = 0; j < columns; j++)
                {
                    sum += x[(row * columns) + j] * w[(output * columns) + j];
                }

                dense[(row * outputs) + output].ShouldBe(sum, 1e-12);
                sparse[(row * outputs) + output].ShouldBe(sum, 1e-12);
            }
        }
    }

    [Theory, InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(8), InlineData(11), InlineData(20)]
    public void The_class_of_the_largest_score_is_predicted(int classes)
    {
        const int Columns = 10;
        var x = Features.Dense(Numbers(Samples * Columns, 3), Samples, Columns);
        Target y = Enumerable.Range(0, Samples).Select(i => (long)(10 + (i * 7 % classes))).ToArray();
        var model = new LinearDiscriminantAnalysis().Fit(x, y);
        var (predicted, probabilities) = (model.Predict(x).Integers().ToArray(), model.PredictProbabilities(x).ToArray<double>());
        for (var row = 0; row < Samples; row++)
        {
            var own = probabilities.AsSpan(row * classes, classes);
            own.ToArray().Sum().ShouldBe(1, 1e-12);
            (predicted[row] - 10).ShouldBe(System.Numerics.Tensors.TensorPrimitives.IndexOfMax<double>(own));
        }
    }

    [Fact]
    public void A_sample_alone_has_the_scores_that_it_has_among_others()
    {
        var x = Features.Dense(Numbers(Samples * 13, 4), Samples, 13);
        var model = new LinearDiscriminantAnalysis().Fit(x, Enumerable.Range(0, Samples).Select(i => (long)(i % 5)).ToArray());
        var all = model.DecisionFunction(x).ToArray<double>();
        for (var row = 0; row < Samples; row += 37)
        {
            model.DecisionFunction(x.Take([row])).ToArray<double>().ShouldBe(all[(row * 5)..((row + 1) * 5)]);
        }
    }

    [Theory, InlineData(double.NaN, 0), InlineData(double.PositiveInfinity, 100), InlineData(double.NegativeInfinity, Samples - 1)]
    public void A_value_that_is_not_finite_is_named_whichever_model_predicts(double bad, int row)
    {
        const int Columns = 6;
        var values = Array.ConvertAll(Numbers(Samples * Columns, 5), v => Math.Floor((v + 1) * 3));
        var good = Features.Dense((double[])values.Clone(), Samples, Columns);
        Target classes = Enumerable.Range(0, Samples).Select(i => (long)(i % 3)).ToArray();
        values[(row * Columns) + 4] = bad;
        foreach (var x in new[] { Features.Dense(values, Samples, Columns), SparseMatrix.FromDense(values, Samples, Columns) })
        {
            foreach (var predictor in new Predictor[] { new LinearRegression(), new LogisticRegression(), new MultinomialNB(), new BernoulliNB(), new SgdClassifier() })
            {
                var model = predictor.Fit(good, classes);
                Should.Throw<DatasetException>(() => model.Predict(x)).Message.ShouldContain($"column 4 of sample {row} is");
            }

            foreach (var predictor in new Predictor[] { new LinearRegression(), new Ridge { FitIntercept = false }, new Lasso(), new PoissonRegressor(), new MultinomialNB(), new BernoulliNB(), new ComplementNB() })
            {
                Should.Throw<DatasetException>(() => predictor.Fit(x, classes)).Message.ShouldContain($"column 4 of sample {row} is");
            }
        }
    }

    [Fact]
    public void Finite_values_whose_products_overflow_are_no_error()
    {
        var model = new LinearRegression().Fit(new double[,] { { 1, 0 }, { 0, 1 }, { 1, 1 } }, new[] { 10.0, 20, 30 });
        double.IsFinite(model.Predict(new double[,] { { 1e308, 1e308 } }).Numbers()[0]).ShouldBeFalse();
    }

    [Fact]
    public void Negative_counts_are_refused_by_place()
    {
        var x = Features.Dense([1, 2, 3, 4, -5, 6, 7, 8, 9], 3, 3);
        Should.Throw<DatasetException>(() => new MultinomialNB().Fit(x, new long[] { 0, 1, 0 })).Message.ShouldContain("column 1 of sample 1 is -5; counts");
        Should.Throw<DatasetException>(() => new BernoulliNB { Binarize = null }.Fit(Features.Dense([1, 0.5, 0, 0, -5, 6], 2, 3), new long[] { 0, 1 })).Message.ShouldContain("column 1 of sample 1 is -5; features must lie");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5), InlineData(8), InlineData(15), InlineData(27), InlineData(64), InlineData(159), InlineData(165)]
    public void A_ridge_has_no_gradient_left_whatever_its_width(int columns)
    {
        const int Rows = 400;
        var (x, y) = (Numbers(Rows * columns, 6), Numbers(Rows, 7));
        var model = new Ridge { Alpha = 0.5 }.Fit(Features.Dense(x, Rows, columns), y);
        var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);
        var gradient = Array.ConvertAll(w, v => 0.5 * v);
        for (var row = 0; row < Rows; row++)
        {
            var rest = b - y[row];
            for (var j = 0; j < columns; j++)
            {
                rest += x[(row * columns) + j] * w[j];
            }

            for (var j = 0; j < columns; j++)
            {
                gradient[j] += rest * x[(row * columns) + j];
            }
        }

        gradient.Max(Math.Abs).ShouldBeLessThan(1e-10);
    }

    private static double[] Numbers(int count, uint seed) => new RandomState(seed).Uniform(-1, 1, count);
}
