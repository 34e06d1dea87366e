namespace Kiln.Estimators.Tests;

public class NaiveBayesTests
{
    private static readonly Features s_counts = Features.Dense([1, 0, 2, 0, 3, 1, 4, 0], 4, 2);

    [Fact]
    public void Negative_counts_are_named()
    {
        var x = Features.Dense([1, 0, 2, -3, 3, 1, 4, 0], 4, 2);
        Should.Throw<DatasetException>(() => new MultinomialNB().Fit(x, new[] { "a", "b", "a", "b" })).Message.ShouldContain("sample 1");
        Should.Throw<DatasetException>(() => new ComplementNB().Fit(x, new[] { "a", "b", "a", "b" })).Message.ShouldContain("negative");
    }

    [Fact]
    public void A_tiny_alpha_is_raised_with_a_warning_unless_it_is_forced()
    {
        new MultinomialNB { Alpha = 0 }.Fit(s_counts, new[] { "a", "b", "a", "b" }).Warnings.ShouldHaveSingleItem().ShouldContain("force_alpha");
        new MultinomialNB { Alpha = 0, ForceAlpha = true }.Fit(s_counts, new[] { "a", "b", "a", "b" }).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_class_that_was_not_announced_is_named()
    {
        var model = new GaussianNB().PartialFit(null, s_counts, new[] { "a", "b", "a", "b" });
        Should.Throw<DatasetException>(() => new GaussianNB().PartialFit(model, s_counts, new[] { "a", "c", "a", "b" })).Message.ShouldContain("'c'");
    }

    [Fact]
    public void A_part_more_leaves_the_model_before_as_it_was()
    {
        var nb = new BernoulliNB();
        var first = nb.PartialFit(null, s_counts, new[] { "a", "b", "a", "b" });
        var before = first.FeatureLogProbabilities.ToArray<double>();
        nb.PartialFit(first, s_counts, new[] { "b", "b", "b", "b" }).FeatureLogProbabilities.ToArray<double>().ShouldNotBe(before);
        first.FeatureLogProbabilities.ToArray<double>().ShouldBe(before);
    }

    /// <summary>scikit-learn 1.2.1: theta_, var_ (epsilon_ is 0, as single samples do not vary) and score.</summary>
    [Fact]
    public void Single_samples_one_after_the_other_are_parts_too()
    {
        var (x, y) = GoldenData.Load("iris");
        GaussianNBModel? model = null;
        for (var row = 0; row < x.Rows; row++)
        {
            model = new GaussianNB().PartialFit(model, x.Take([row]), y.Take([row]), y);
            (model.Warnings.Count > 0).ShouldBe(row <= 100, $"row {row}");
        }

        Fitted.ShouldAgree(model!.Means.ToArray<double>(), [5.006, 3.428, 1.462, 0.246, 5.936, 2.77, 4.26, 1.326, 6.588, 2.974, 5.552, 2.026], 1e-12);
        Fitted.ShouldAgree(
            model.Variances.ToArray<double>(),
            [0.121764, 0.140816, 0.029556, 0.010884, 0.261104, 0.0965, 0.2164, 0.038324, 0.396256, 0.101924, 0.298496, 0.073924], 1e-12);
        model.Predict(x).Texts().Zip(y.Texts()).Count(pair => pair.First == pair.Second).ShouldBe(144);
    }

    [Fact]
    public void A_first_part_that_does_not_vary_is_followed_by_others()
    {
        var constant = Features.Dense([1, 2, 1, 2], 2, 2);
        var first = new GaussianNB().PartialFit(null, constant, new[] { "a", "b" });
        first.Warnings.Single().ShouldContain("do not vary yet");
        var whole = new GaussianNB { VarianceSmoothing = 0 };
        var second = whole.PartialFit(first, Features.Dense([3, 5, 4, 7], 2, 2), new[] { "a", "b" });
        second.Warnings.ShouldBeEmpty();
        Fitted.ShouldAgree(second.Variances.ToArray<double>(), [1, 2.25, 2.25, 6.25], 1e-15);
        Should.Throw<DatasetException>(() => new GaussianNB().Fit(constant, new[] { "a", "b" })).Message.ShouldContain("no feature varies");
    }

    [Fact]
    public void A_later_part_that_weighs_nothing_changes_nothing()
    {
        var y = new[] { "a", "b", "a", "b" };
        double[] nothing = [0, 0, 0, 0];
        Check(new MultinomialNB());
        Check(new BernoulliNB());
        Check(new ComplementNB());
        Check(new GaussianNB());

        void Check<TModel>(IPartialFit<TModel> estimator)
            where TModel : ClassificationModel
        {
            var first = estimator.PartialFit(null, s_counts, y);
            var second = estimator.PartialFit(first, s_counts, new[] { "b", "a", "b", "b" }, null, nothing);
            Fitted.ShouldAgree(first, second, s_counts, 1e-14);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.5, 0.6)]
    [InlineData(0.5, 0.25, 0.25)]
    public void Priors_that_fit_no_classes_are_named(params double[] priors) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianNB { Priors = priors }.Fit(s_counts, new[] { "a", "b", "a", "b" })).Message.ShouldContain("priors");
}
