using System.Globalization;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Scores and selectors against scikit-learn: Goldens/feature_selection.json, made by make_feature_selection_goldens.py.</summary>
public class FeatureSelectionTests
{
    private static readonly JsonDocument s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "feature_selection.json")));
    private static readonly double[] s_x = Draw(out s_number);
    private static readonly double[] s_number;

    public static TheoryData<string> Scores => [.. s_file.RootElement.GetProperty("scores").EnumerateObject().Select(p => p.Name)];

    public static TheoryData<int> Selectors => [.. Enumerable.Range(0, s_file.RootElement.GetProperty("kept").GetArrayLength())];

    [Theory, MemberData(nameof(Scores))]
    public void Scores_are_those_of_scikit_learn(string name)
    {
        var golden = s_file.RootElement.GetProperty("scores").GetProperty(name);
        var words = name.Split(' ');
        var selector = (UnivariateSelector)new SelectKBest().With("score_func", words[0]);
        var sparse = words[^1] == "sparse";
        var x = sparse ? SparseMatrix.FromDense(Columns(6, v => Math.Abs(v) < 0.7 ? 0 : Math.Sign(v)).Values, 60, 6)
            : words[0] == "chi2" ? Columns(6, v => Math.Floor(Math.Abs(v) * 3))
            : Columns(words[0] is "f_classif" or "r_regression" ? 7 : 8, v => v);
        Target y = words[0] is "f_classif" or "chi2" or "mutual_info_classif" ? Array.ConvertAll(s_number, v => v < -1 ? 0L : v < 1 ? 1 : 2) : Target.Of(s_number);
        var (scores, p) = FeatureScores.Of(selector.ScoreFunction, x, y, words.Length > 1 && !sparse ? int.Parse(words[1], CultureInfo.InvariantCulture) : 3, seed: 4);

        Fitted.ShouldAgree(scores, Numbers(golden.GetProperty("scores")), 1e-8);
        Fitted.ShouldAgree(p, Numbers(golden.GetProperty("p")), 1e-8);
    }

    /// <summary>Worked out in fractions (Python's Fraction); scikit-learn 1.2.1 gives 0.16512 and NaN for the variances, 0.67938 and infinity for the correlations.</summary>
    [Fact]
    public void Columns_far_from_zero_keep_their_digits()
    {
        const int Rows = 60;
        var g = new RandomState(5).RandomSample(Rows);
        var (x, y) = (new double[2 * Rows], new double[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            x[2 * i] = 1e6 + (Math.Floor(g[i] * 4096) / 1024);
            x[(2 * i) + 1] = 1e8 + (Math.Floor(g[i * 7 % Rows] * 4096) / 1024) + (i % 3 * 0.25);
            y[i] = (Math.Floor(g[i * 11 % Rows] * 256) / 64) + x[2 * i] - 1e6 + 1e5;
        }

        Target classes = Enumerable.Range(0, Rows).Select(i => (long)(i % 3)).ToArray();
        foreach (var samples in new[] { Features.Dense(x, Rows, 2), Features.Of(SparseMatrix.FromDense(x, Rows, 2)) })
        {
            Fitted.ShouldAgree(FeatureScores.Of(ScoreFunction.FClassification, samples, classes).Scores, [0.1660651700199658, 0.7047052053402806], 1e-12);
            Fitted.ShouldAgree(FeatureScores.Of(ScoreFunction.Correlation, samples, Target.Of(y)).Scores, [0.6793026129725047, 0.015740995031283567], 1e-8);
            Fitted.ShouldAgree(FeatureScores.Of(ScoreFunction.FRegression, samples, Target.Of(y)).Scores, [49.69700065164126, 0.014374739382809167], 1e-8);
        }

        // Nothing varies: no number, and not one of the rounding either.
        FeatureScores.Of(ScoreFunction.FClassification, Features.Dense([.. Enumerable.Repeat(0.1, 7)], 7, 1), new[] { 0L, 1, 0, 1, 1, 0, 1 }).Scores.Single().ShouldBe(double.NaN);
    }

    [Theory, MemberData(nameof(Selectors))]
    public void Selectors_keep_what_scikit_learn_keeps(int number)
    {
        var golden = s_file.RootElement.GetProperty("kept")[number];
        var estimator = EstimatorCatalog.Find(golden.GetProperty("estimator").GetString()!).Create();
        foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
        {
            estimator = estimator.With(parameter.Name, parameter.Value.GetString());
        }

        var x = Columns(estimator is UnivariateSelector or VarianceThreshold ? 8 : 6, v => v);
        var model = (FeatureSelectionModel)((FeatureTransformer)estimator).Fit(x, s_number);
        model.Support.ShouldBe(golden.GetProperty("kept").EnumerateArray().Select(v => v.GetInt32()), estimator.ToString());
        model.Transform(x).Columns.ShouldBe(model.Support.Count);
        if (golden.TryGetProperty("ranking", out var ranking))
        {
            model.Ranking.ShouldBe(ranking.EnumerateArray().Select(v => v.GetInt32()));
        }

        if (golden.TryGetProperty("scores", out var scores))
        {
            Fitted.ShouldAgree([.. model.CrossValidationScores], Numbers(scores), 1e-8);
        }
    }

    [Fact]
    public void The_way_back_puts_zeros_where_features_were_left_out()
    {
        Features x = new double[,] { { 1, 7, 2 }, { 3, 7, 5 } };
        var model = new VarianceThreshold().Fit(x);
        model.OutputNames.ShouldBe(["x0", "x2"]);
        model.InverseTransform(model.Transform(x)).Values.ToArray().ShouldBe([1.0, 0, 2, 3, 0, 5]);
    }

    [Fact]
    public void Without_a_threshold_the_most_important_stay()
    {
        Features x = new double[,] { { 1, 0, 2 }, { 2, 1, 0 }, { 3, 0, 1 }, { 4, 1, 5 } };
        var selector = (SelectFromModel)new SelectFromModel { MaxFeatures = 2 }.With("threshold", "-inf");
        selector.Fit(x, new[] { 3.0, 5.5, 9, 11.5 }).OutputNames.Count.ShouldBe(2);
        (selector with { MaxFeatures = null }).Fit(x, new[] { 3.0, 5.5, 9, 11.5 }).OutputNames.Count.ShouldBe(3);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Features x = new double[,] { { 1, -7 }, { 3, 7 } };
        Should.Throw<DatasetException>(() => new SelectKBest().Fit(x)).Message.ShouldContain("give y");
        Should.Throw<DatasetException>(() => new SelectKBest { ScoreFunction = ScoreFunction.ChiSquared }.Fit(x, new[] { 0, 1 })).Message.ShouldContain("-7");
        Should.Throw<ArgumentException>(() => new SelectFpr { ScoreFunction = ScoreFunction.Correlation }.Fit(x, new[] { 0, 1 })).Message.ShouldContain("p-values");
        Should.Throw<ArgumentException>(() => new SelectFromModel { Threshold = "most" }.Fit(x, new double[] { 0, 1 })).Message.ShouldContain("'most'");
        Should.Throw<DatasetException>(() => new VarianceThreshold { Threshold = 100 }.Fit(x)).Message.ShouldContain("above 100");
    }

    private static double[] Draw(out double[] number)
    {
        var random = new RandomState(31);
        var (x, noise) = (random.Randn(60 * 8), random.Randn(60));
        number = new double[60];
        for (var row = 0; row < 60; row++)
        {
            var values = x.AsSpan(row * 8, 8);
            values[6] = (values[0] * 1e-2) + 5;
            values[7] = 3.25;
            number[row] = (2 * values[0]) - values[2] + (0.5 * values[5]) + (0.7 * noise[row]);
        }

        return x;
    }

    private static Features Columns(int count, Func<double, double> function) =>
        Features.Dense([.. Enumerable.Range(0, 60).SelectMany(row => Enumerable.Range(0, count).Select(c => function(s_x[(row * 8) + c])))], 60, count);

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];
}
