namespace Kiln.Estimators.Tests;

/// <summary>
/// Which estimators take sparse samples, beside scikit-learn 1.2.1 (its <c>fit</c> on a CSR matrix with default settings; Goldens/make_sparse_acceptance.py prints the lists).
/// <see cref="ContractTests.Sparse_samples_give_the_same_or_are_refused_in_words"/> fits each one.
/// </summary>
public class SparseAcceptanceTests
{
    /// <summary>Those that scikit-learn takes sparse samples with.</summary>
    private static readonly string[] s_taken =
    [
        "linear-regression", "ridge", "lasso", "elastic-net", "lasso-cv", "ridge-cv", "elastic-net-cv", "huber-regressor", "poisson-regressor", "gamma-regressor", "tweedie-regressor",
        "ridge-classifier", "ridge-classifier-cv", "logistic-regression", "logistic-regression-cv", "sgd-classifier", "sgd-regressor", "perceptron", "passive-aggressive-classifier",
        "passive-aggressive-regressor", "linear-svc", "linear-svr", "multinomial-nb", "bernoulli-nb", "complement-nb", "dummy-classifier", "dummy-regressor", "max-abs-scaler", "normalizer",
        "quantile-transformer", "simple-imputer", "polynomial-features", "binarizer", "tfidf-transformer", "variance-threshold", "select-k-best", "select-percentile", "select-fpr",
        "select-fdr", "select-fwe", "function-transformer",
    ];

    /// <summary>Those that scikit-learn refuses them with: they would no longer be sparse, or it has no way for them.</summary>
    private static readonly string[] s_refused =
    [
        "bayesian-ridge", "gaussian-nb", "linear-discriminant-analysis", "quadratic-discriminant-analysis", "standard-scaler", "min-max-scaler", "robust-scaler", "power-transformer",
        "one-hot-encoder", "ordinal-encoder", "k-bins-discretizer", "spline-transformer",
    ];

    /// <summary>Taken there and refused here, each with its reason.</summary>
    private static readonly Dictionary<string, string> s_gaps = new(StringComparer.Ordinal)
    {
        ["quantile-transformer"] = "quantiles of columns whose zeros are not stored are not taken yet; the error says to call ToDense()",
    };

    public static TheoryData<string> Taken => [.. s_taken];

    [Theory, MemberData(nameof(Taken))]
    public void Sparse_samples_are_taken_where_scikit_learn_takes_them(string name)
    {
        EstimatorCatalog.All.Select(entry => entry.Name).ShouldContain(name);
        ContractCases.All[name].TakesSparse.ShouldBe(!s_gaps.ContainsKey(name));
    }

    [Fact]
    public void What_is_refused_there_is_known_here() =>
        s_refused.Except(EstimatorCatalog.All.Select(entry => entry.Name), StringComparer.Ordinal).ShouldBeEmpty();
}
