using Kiln.Tensors;

namespace Kiln.Data;

public sealed partial class Target
{
    /// <summary>Numbers.</summary>
    /// <param name="values">One for each sample; kept, not copied.</param>
    public static implicit operator Target(double[] values) => Of(values);

    /// <summary>Numbers.</summary>
    /// <param name="values">One for each sample.</param>
    public static implicit operator Target(float[] values) => Of(Array.ConvertAll(values, v => (double)v));

    /// <summary>Integers.</summary>
    /// <param name="values">One for each sample; kept, not copied.</param>
    public static implicit operator Target(long[] values) => Of(values);

    /// <summary>Integers.</summary>
    /// <param name="values">One for each sample.</param>
    public static implicit operator Target(int[] values) => Of(Array.ConvertAll(values, v => (long)v));

    /// <summary>The integers 0 and 1.</summary>
    /// <param name="values">One for each sample.</param>
    public static implicit operator Target(bool[] values) => Of(Array.ConvertAll(values, v => v ? 1L : 0L));

    /// <summary>Class labels.</summary>
    /// <param name="values">One for each sample; kept, not copied.</param>
    public static implicit operator Target(string[] values) => Of(values);

    /// <summary>Several outputs for each sample.</summary>
    /// <param name="values">(samples, outputs); copied.</param>
    public static implicit operator Target(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.Length];
        Buffer.BlockCopy(values, 0, copy, 0, values.Length * sizeof(double));
        return Of(copy, Math.Max(1, values.GetLength(1)));
    }

    /// <summary>A tensor (samples,) or (samples, outputs).</summary>
    /// <param name="tensor">The tensor.</param>
    public static implicit operator Target(Tensor tensor) => Of(tensor);

    /// <summary>A column of a table.</summary>
    /// <param name="column">The column.</param>
    public static implicit operator Target(Column column) => Of(column);
}
