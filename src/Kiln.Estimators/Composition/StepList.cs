namespace Kiln.Estimators;

/// <summary>What pipelines, unions and column transformers do alike with their steps.</summary>
internal static class StepList
{
    /// <summary>The place of a step by its name; case, "-" and "_" do not matter.</summary>
    public static int Find(string owner, IReadOnlyList<EstimatorStep> steps, string name)
    {
        var plain = Plain(name);
        for (var i = 0; i < steps.Count; i++)
        {
            if (Plain(steps[i].Name) == plain)
            {
                return i;
            }
        }

        // A parameter of a step needs the step's name before it; people forget that.
        var owners = steps.Where(step => step.Estimator.Parameters.Any(parameter => Plain(parameter.Name) == plain))
            .Select(step => $"'{step.Name}__{step.Estimator.Parameters.First(parameter => Plain(parameter.Name) == plain).Name}'").ToList();
        throw new ArgumentException(owners.Count > 0
            ? $"{owner}: '{name}' is a parameter of {(owners.Count == 1 ? "a step" : "several steps")}; say whose: {string.Join(" or ", owners)}"
            : $"{owner}: there is no step '{name}'; {NearNames.Hint(name, [.. steps.Select(step => step.Name)], "the steps are")}", nameof(name));
    }

    public static bool Has(IReadOnlyList<EstimatorStep> steps, string name) => steps.Any(step => Plain(step.Name) == Plain(name));

    /// <summary>A step as a parameter of its owner, so that it can be replaced by name.</summary>
    public static EstimatorParameter AsParameter(IReadOnlyList<EstimatorStep> steps, int place, Func<Estimator, IReadOnlyList<EstimatorStep>, Estimator> replace) => new(
        steps[place].Name, ParameterKind.Estimator, optional: true, "a step",
        _ => steps[place].Estimator,
        (owner, value) =>
        {
            var changed = steps.ToArray();
            changed[place] = changed[place] with { Estimator = (Estimator?)value ?? new Passthrough() };
            return replace(owner, changed);
        });

    /// <summary>Throws unless the names differ and can be told from those of parameters.</summary>
    public static void Check(string owner, IReadOnlyList<EstimatorStep> steps, IReadOnlyList<EstimatorParameter> parameters)
    {
        if (steps.Count == 0)
        {
            throw new ArgumentException($"{owner}: it has no steps; give it at least one", nameof(steps));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps)
        {
            if (string.IsNullOrEmpty(step.Name) || step.Name.Contains("__", StringComparison.Ordinal) || parameters.Any(p => p.Name == step.Name))
            {
                throw new ArgumentException($"{owner}: a step cannot be called '{step.Name}'; names are not empty, hold no '__' and are not those of its parameters", nameof(steps));
            }

            if (!seen.Add(Plain(step.Name)))
            {
                throw new ArgumentException($"{owner}: two steps are called '{step.Name}'; give each a name of its own", nameof(steps));
            }
        }
    }

    /// <summary>The hyper-parameters of all steps.</summary>
    public static void CheckParameters(IReadOnlyList<EstimatorStep> steps)
    {
        foreach (var step in steps)
        {
            step.Estimator.CheckParameters();
        }
    }

    /// <summary>A part that must transform.</summary>
    public static FeatureTransformer Transformer(string owner, EstimatorStep step) => step.Estimator switch
    {
        FeatureTransformer transformer => transformer,
        Pipeline pipeline => pipeline.AsTransformer(),
        _ => throw new ArgumentException($"{owner}: step '{step.Name}' is {step.Estimator.Name}, which predicts; only the last step of a pipeline may, all others have to transform"),
    };

    private static string Plain(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
}
