namespace Kiln.Architecture.Tests;

/// <summary>
/// The house: which assembly may stand on which, and which packages it may take. A new assembly or package is a line here,
/// and a record in docs/decisions that says why.
/// </summary>
internal static class House
{
    private static readonly Dictionary<string, string[]> s_standsOn = new(StringComparer.Ordinal)
    {
        ["Kiln.Numerics"] = [],
        ["Kiln.Tokenizers"] = [],
        ["Kiln.Tensors"] = ["Kiln.Numerics"],
        ["Kiln.Data"] = ["Kiln.Tensors"],
        ["Kiln.Evaluation"] = ["Kiln.Data"],
        ["Kiln.Neural"] = ["Kiln.Data", "Kiln.Evaluation"],
        ["Kiln.Estimators"] = ["Kiln.Data", "Kiln.Evaluation"],
        ["Kiln.Transformers"] = ["Kiln.Neural", "Kiln.Tokenizers"],
        ["Kiln.SelfSupervised"] = ["Kiln.Neural", "Kiln.Estimators"],
        ["Kiln.Reinforcement"] = ["Kiln.Neural"],
        ["Kiln.Serving"] = ["Kiln.Transformers"],
        ["Kiln.Cli"] = ["Kiln.Serving", "Kiln.Reinforcement", "Kiln.SelfSupervised"],
    };

    private static readonly Dictionary<string, string[]> s_packages = new(StringComparer.Ordinal)
    {
        ["Kiln.Numerics"] = ["System.Numerics.Tensors"],
        ["Kiln.Tensors"] = ["System.Numerics.Tensors"],
        ["Kiln.Data"] = ["CsvHelper", "System.Numerics.Tensors"],
        ["Kiln.Evaluation"] = ["Google.Protobuf", "System.Numerics.Tensors"],
        ["Kiln.Estimators"] = ["System.Numerics.Tensors"],
        ["Kiln.Neural"] = ["Microsoft.Extensions.Logging.Abstractions", "System.Numerics.Tensors"],
        ["Kiln.Cli"] = ["Spectre.Console", "System.CommandLine", "Microsoft.Extensions.Logging.Abstractions"],
    };

    /// <summary>Whether the design knows this assembly.</summary>
    public static bool Knows(string assembly) => s_standsOn.ContainsKey(assembly);

    /// <summary>Every Kiln assembly that this one may reference: those below it, however far down.</summary>
    public static IReadOnlySet<string> Below(string assembly)
    {
        var below = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(s_standsOn[assembly]);
        while (open.TryDequeue(out var next))
        {
            if (below.Add(next))
            {
                foreach (var further in s_standsOn[next])
                {
                    open.Enqueue(further);
                }
            }
        }

        return below;
    }

    /// <summary>The packages this assembly may reference by itself.</summary>
    public static IReadOnlyList<string> Packages(string assembly) => s_packages.GetValueOrDefault(assembly, []);
}
