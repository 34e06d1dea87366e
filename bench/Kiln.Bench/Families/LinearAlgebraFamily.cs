namespace Kiln.Bench;

/// <summary>Decompositions and solvers, against LAPACK over OpenBLAS.</summary>
internal static class LinearAlgebraFamily
{
    public static IEnumerable<Comparison> All() => [];
}
