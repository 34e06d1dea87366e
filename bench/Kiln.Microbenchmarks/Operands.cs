namespace Kiln.Microbenchmarks;

/// <summary>Operands of kernels.</summary>
internal static class Operands
{
    /// <summary>Numbers in [−1, 1), the same each time.</summary>
    public static float[] Draw(long count)
    {
        var random = new Random(1);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
