namespace Kiln.Cli;

/// <summary>Every kernel that <c>kiln bench</c> measures: one file per family, one line here.</summary>
internal static class KernelBenchmarks
{
    /// <summary>All of them, family by family.</summary>
    public static IReadOnlyList<KernelBenchmark> All { get; } =
    [
        .. MatMulBenchmarks.All(),
        .. ConvolutionBenchmarks.All(),
        .. AttentionBenchmarks.All(),
        .. LinearAlgebraBenchmarks.All(),
        .. RowBenchmarks.All(),
        .. ElementwiseBenchmarks.All(),
    ];

    /// <summary>Those whose name contains one of the texts; all without any.</summary>
    /// <exception cref="UserException">None does.</exception>
    public static IReadOnlyList<KernelBenchmark> Choose(IReadOnlyList<string> names)
    {
        KernelBenchmark[] chosen = [.. All.Where(k => names.Count == 0 || names.Any(n => k.Name.Contains(n, StringComparison.OrdinalIgnoreCase)))];
        return chosen.Length > 0
            ? chosen
            : throw new UserException($"no kernel has a name that contains {string.Join(" or ", names)}; there are {string.Join(", ", All.Select(k => k.Name))}.") { IsWrongUse = true };
    }
}
