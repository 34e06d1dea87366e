using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kiln.Neural;

/// <summary>
/// Regularizers and constraints in a module's configuration: <c>"regularizers": { "weight": [["l2", 0.0001]] }</c>, for each parameter a list of names with their numbers.
/// </summary>
internal static class ModuleRuleFiles
{
    internal const string Regularizers = "regularizers";
    internal const string Constraints = "constraints";

    private const int Most = 100;

    internal static void Write(Module module, JsonObject json, string place)
    {
        Write(json, Regularizers, place, module.Regularizers.Select(r => (r.Parameter, r.Regularizer.GetType(), r.Regularizer.FileName, r.Regularizer.FileValues)));
        Write(json, Constraints, place, module.Constraints.Select(c => (c.Parameter, c.Constraint.GetType(), c.Constraint.FileName, c.Constraint.FileValues)));
    }

    internal static void Read(Module module, JsonObject json, string place)
    {
        foreach ((string parameter, string name, double[] values) in Read(json, Regularizers, place))
        {
            module.AddRegularizer(parameter, Regularizer(name, values));
        }

        foreach ((string parameter, string name, double[] values) in Read(json, Constraints, place))
        {
            module.AddConstraint(parameter, Constraint(name, values));
        }
    }

    private static Regularizer Regularizer(string name, double[] values) => (name, values) switch
    {
        ("l1", [var factor]) => new L1(factor),
        ("l2", [var factor]) => new L2(factor),
        ("l1_l2", [var l1, var l2]) => new L1L2(l1, l2),
        ("orthogonal", [var factor, var columns]) => new OrthogonalRegularizer(factor, columns != 0),
        _ => throw new ArgumentException($"no regularizer '{name}' with {values.Length} numbers; known are l1 (1), l2 (1), l1_l2 (2), orthogonal (2)"),
    };

    private static Constraint Constraint(string name, double[] values) => (name, values) switch
    {
        ("max_norm", [var maximum]) => new MaxNorm(maximum),
        ("min_max_norm", [var minimum, var maximum, var rate]) => new MinMaxNorm(minimum, maximum, rate),
        ("unit_norm", []) => new UnitNormConstraint(),
        ("non_negative", []) => new NonNegative(),
        _ => throw new ArgumentException($"no constraint '{name}' with {values.Length} numbers; known are max_norm (1), min_max_norm (3), unit_norm (0), non_negative (0)"),
    };

    private static void Write(JsonObject json, string property, string place, IEnumerable<(string Parameter, Type Type, string? Name, double[] Values)> rules)
    {
        JsonObject? all = null;
        foreach ((string parameter, Type type, string? name, double[] values) in rules)
        {
            if (name is null)
            {
                throw new InvalidOperationException($"{place}: {type.Name} on '{parameter}' cannot be written to a configuration; save the parameters alone with SaveWeights");
            }

            var rule = new JsonArray { (JsonNode)JsonValue.Create(name) };
            foreach (double value in values)
            {
                rule.Add((JsonNode)JsonValue.Create(value));
            }

            all ??= [];
            if (all[parameter] is not JsonArray list)
            {
                all[parameter] = list = [];
            }

            list.Add((JsonNode)rule);
        }

        if (all is not null)
        {
            json[property] = all;
        }
    }

    private static IEnumerable<(string Parameter, string Name, double[] Values)> Read(JsonObject json, string property, string place)
    {
        if (json[property] is not { } node)
        {
            yield break;
        }

        string expected = $"{place}.{property}: expected, for each parameter, a list of rules as [\"l2\", 0.0001]";
        if (node is not JsonObject all || all.Count > Most)
        {
            throw new FileFormatException(expected);
        }

        foreach ((string parameter, JsonNode? rules) in all)
        {
            if (rules is not JsonArray list || list.Count > Most)
            {
                throw new FileFormatException(expected);
            }

            foreach (JsonNode? rule in list)
            {
                if (rule is not JsonArray { Count: >= 1 and <= 8 } parts || parts[0] is not JsonValue first || first.GetValueKind() != JsonValueKind.String)
                {
                    throw new FileFormatException(expected);
                }

                var values = new double[parts.Count - 1];
                for (int i = 0; i < values.Length; i++)
                {
                    if (parts[i + 1] is not JsonValue value || value.GetValueKind() != JsonValueKind.Number || !value.TryGetValue(out values[i]))
                    {
                        throw new FileFormatException(expected);
                    }
                }

                yield return (parameter, first.GetValue<string>(), values);
            }
        }
    }
}
