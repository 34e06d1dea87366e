using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kiln.Data;

/// <summary>Checks row numbers once, before any row is copied.</summary>
internal static class RowNumbers
{
    /// <summary>Throws when a row does not exist.</summary>
    public static void Check(string owner, ReadOnlySpan<int> rows, int count)
    {
        // A negative number is a large one without its sign: one pass over whole lanes finds the largest.
        if (rows.IsEmpty || TensorPrimitives.Max(MemoryMarshal.Cast<int, uint>(rows)) < (uint)count)
        {
            return;
        }

        foreach (var row in rows)
        {
            if ((uint)row >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"{owner}: there is no row {row} among {count}");
            }
        }
    }
}
