namespace Kiln.Cli;

/// <summary>Operands to measure with.</summary>
internal static class Operands
{
    /// <summary>Numbers in [−1, 1), the same each time.</summary>
    public static float[] Single(long count)
    {
        var random = new Random(1);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    /// <inheritdoc cref="Single"/>
    public static double[] Double(long count) => Array.ConvertAll(Single(count), value => (double)value);
}
