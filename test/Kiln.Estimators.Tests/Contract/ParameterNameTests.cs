using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>
/// Every hyper-parameter of scikit-learn 1.2.1 is there under its name, or it is said here where it is instead: Goldens/parameter_names.json, made by make_parameter_names.py.
/// </summary>
public class ParameterNameTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "parameter_names.json"))).RootElement;

    /// <summary>Of no estimator.</summary>
    private static readonly Dictionary<string, string> s_nowhere = new(StringComparer.Ordinal)
    {
        ["copy"] = "samples are never changed",
        ["copy_X"] = "samples are never changed",
        ["n_jobs"] = "all threads work, as Parallelism says",
        ["pre_dispatch"] = "fits are started as threads become free",
        ["verbose"] = "progress is told through IProgress",
        ["warm_start"] = "FitFrom(model, x, y): a model does not change",
        ["dtype"] = "numbers are float64",
        ["order"] = "rows after rows",
        ["input"] = "texts are given, not files",
        ["encoding"] = "texts are decoded already",
        ["decode_error"] = "texts are decoded already",
        ["base_estimator"] = "an old name of estimator",
        ["memory"] = "Pipeline.Memory, an object",
        ["force_alpha"] = "alpha is taken as it is given",
    };

    private static readonly Dictionary<string, string> s_elsewhere = new(StringComparer.Ordinal)
    {
        ["one-hot-encoder sparse"] = "an old name of sparse_output",
        ["select-from-model prefit"] = "FitPrefitted(model)",
        ["function-transformer kw_args"] = "a function holds what it needs",
        ["function-transformer inv_kw_args"] = "a function holds what it needs",
    };

    public static TheoryData<string> Estimators => [.. s_golden.EnumerateObject().Select(estimator => estimator.Name)];

    [Theory, MemberData(nameof(Estimators))]
    public void Hyper_parameters_have_scikit_learns_names(string name)
    {
        var own = EstimatorCatalog.Find(name).Parameters.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        s_golden.GetProperty(name).EnumerateArray().Select(parameter => parameter.GetString()!)
            .Where(parameter => !own.Contains(parameter) && !s_nowhere.ContainsKey(parameter) && !s_elsewhere.ContainsKey($"{name} {parameter}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_is_said_to_be_elsewhere_is_not_there()
    {
        s_elsewhere.Keys.Select(key => key.Split(' ')).Where(key => EstimatorCatalog.Find(key[0]).Parameters.Parameters.Any(parameter => parameter.Name == key[1])).ShouldBeEmpty();
        s_golden.EnumerateObject().Where(estimator => EstimatorCatalog.All.All(entry => entry.Name != estimator.Name)).ShouldBeEmpty();
    }
}
