using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>How a packed matrix is cut into panels on this processor.</summary>
internal static class PanelLayout<T>
    where T : unmanaged
{
    /// <summary>Columns of every panel but the last.</summary>
    public static int Widest => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => 2 * Vector512<T>.Count,
        InstructionSet.Avx2 => 2 * Vector256<T>.Count,
        InstructionSet.Vector128 => 2 * Vector128<T>.Count,
        _ => 2,
    };

    /// <summary>Columns, with padding, of the panel that starts with <paramref name="columns"/> columns to go.</summary>
    public static int Width(int columns)
    {
        var widest = Widest;
        if (InstructionSets.Current == InstructionSet.Avx512)
        {
            return columns > widest * 3 / 4 ? widest : columns > widest / 2 || columns > widest / 4 ? widest / 2 : widest / 4;
        }

        return columns > widest / 2 ? widest : widest / 2;
    }

    /// <summary>The width of all panels together.</summary>
    public static int Padded(int columns) => columns == 0 ? 0 : (columns + Widest - 1) / Widest * Widest;
}
