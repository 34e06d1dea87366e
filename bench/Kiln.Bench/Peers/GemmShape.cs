using System.Globalization;

namespace Kiln.Bench;

/// <summary>The arguments of a native peer's matrix product: M, N, K and the letters of the two orientations.</summary>
internal readonly record struct GemmShape(int M, int N, int K, bool TransposeA, bool TransposeB)
{
    /// <summary>The distance between A's rows as they lie in memory.</summary>
    public int Lda => TransposeA ? M : K;

    /// <summary>The distance between B's rows as they lie in memory.</summary>
    public int Ldb => TransposeB ? K : N;

    public static GemmShape Read(string[] arguments) =>
        new(Number(arguments[0]), Number(arguments[1]), Number(arguments[2]), arguments[3][0] == 't', arguments[3][1] == 't');

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
