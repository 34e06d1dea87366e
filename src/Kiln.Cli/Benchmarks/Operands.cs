namespace Kiln.Cli;

/// <summary>Operands to measure with.</summary>
internal static class Operands
{
    // Drawing takes longer than most kernels: beyond this many the numbers repeat. A prime, so that no two rows of a matrix are alike.
    private const int Drawn = 65_537;

    /// <summary>Numbers in [−1, 1), the same each time.</summary>
    public static float[] Single(long count)
    {
        var random = new Random(1);
        var values = new float[count];
        var drawn = (int)Math.Min(count, Drawn);
        for (var i = 0; i < drawn; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        for (var done = drawn; done < values.Length; done += drawn)
        {
            values.AsSpan(0, Math.Min(drawn, values.Length - done)).CopyTo(values.AsSpan(done));
        }

        return values;
    }

    /// <inheritdoc cref="Single"/>
    public static double[] Double(long count) => Array.ConvertAll(Single(count), value => (double)value);
}
