using System.Globalization;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>
/// Which values hyper-parameters take, beside scikit-learn 1.2.1: Goldens/parameter_ranges.json, made by make_parameter_ranges.py. Values that are possible by themselves and
/// do not go together with the defaults are not in question here.
/// </summary>
public class ParameterRangeTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "parameter_ranges.json"))).RootElement;

    /// <summary>Taken there and refused here.</summary>
    private static readonly Dictionary<string, string> s_narrower = new(StringComparer.Ordinal)
    {
        ["logistic-regression tol 0"] = "it would never converge",
        ["logistic-regression-cv tol 0"] = "it would never converge",
        ["logistic-regression-cv Cs 1"] = "one strength leaves no choice",
        ["bayesian-ridge alpha_init 0"] = "every coefficient would be NaN",
        ["bayesian-ridge lambda_init 0"] = "every coefficient would be NaN",
        ["linear-svr epsilon -1"] = "a tube has no width below 0",
        ["tweedie-regressor power 0.5"] = "scikit-learn refuses it later in the fit",
        ["ordinal-encoder unknown_value 0.5"] = "scikit-learn refuses it later in the fit",
        ["ordinal-encoder unknown_value 1.5"] = "scikit-learn refuses it later in the fit",
        ["ridge-classifier-cv alphas -1"] = "scikit-learn refuses it later in the fit",
        ["sgd-classifier loss log"] = "an old name of log_loss, of which scikit-learn warns",
        ["calibrated-classifier cv prefit"] = "FitPrefitted is a method here",
        ["sequential-feature-selector n_features_to_select warn"] = "a default that scikit-learn warns of",
    };

    /// <summary>Refused there and taken here.</summary>
    private static readonly Dictionary<string, string> s_wider = new(StringComparer.Ordinal)
    {
        ["dummy-classifier constant 0.5"] = "a label as it is written",
        ["dummy-classifier constant 1.5"] = "a label as it is written",
        ["bayesian-ridge tol 0"] = "all iterations are run",
        ["sequential-feature-selector tol 0"] = "it ends when the score gets worse",
        ["sequential-feature-selector tol -1"] = "features may go as long as the score falls by no more, as in later versions of scikit-learn",
    };

    public static TheoryData<string> Estimators => [.. s_golden.GetProperty("estimators").EnumerateObject().Select(estimator => estimator.Name)];

    [Theory, MemberData(nameof(Estimators))]
    public void Numbers_are_taken_and_refused_as_in_scikit_learn(string name)
    {
        var estimator = EstimatorCatalog.Find(name).Create();
        foreach (var (parameter, golden) in Parameters(name, "numbers"))
        {
            var taken = golden.EnumerateArray().Select(v => v.GetDouble()).ToHashSet();
            foreach (var value in s_golden.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()))
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{name} {parameter} {value}");
                Takes(estimator, parameter, value).ShouldBe((taken.Contains(value) && !s_narrower.ContainsKey(key)) || s_wider.ContainsKey(key), key);
            }
        }
    }

    [Theory, MemberData(nameof(Estimators))]
    public void Words_are_taken_as_in_scikit_learn(string name)
    {
        var estimator = EstimatorCatalog.Find(name).Create();
        foreach (var (parameter, golden) in Parameters(name, "words"))
        {
            foreach (var word in golden.EnumerateArray().Select(v => v.GetString()!))
            {
                var key = $"{name} {parameter} {word}";
                Takes(estimator, parameter, word).ShouldBe(!s_narrower.ContainsKey(key), key);
            }
        }
    }

    private static IEnumerable<(string Parameter, JsonElement Golden)> Parameters(string name, string kind) => s_golden.GetProperty("estimators").GetProperty(name).EnumerateObject()
        .Where(parameter => parameter.Value.TryGetProperty(kind, out _))
        .Select(parameter => (parameter.Name, parameter.Value.GetProperty(kind)));

    /// <summary>Whether a value is in its range; with another parameter it need not go together.</summary>
    private static bool Takes(Estimator estimator, string parameter, object value)
    {
        try
        {
            estimator = estimator.With(parameter, value);
        }
        catch (ArgumentException)
        {
            return false;
        }

        try
        {
            estimator.CheckParameters();
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
