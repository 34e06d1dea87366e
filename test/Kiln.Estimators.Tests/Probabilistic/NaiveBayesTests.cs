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

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.5, 0.6)]
    [InlineData(0.5, 0.25, 0.25)]
    public void Priors_that_fit_no_classes_are_named(params double[] priors) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianNB { Priors = priors }.Fit(s_counts, new[] { "a", "b", "a", "b" })).Message.ShouldContain("priors");
}
