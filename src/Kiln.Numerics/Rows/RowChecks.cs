namespace Kiln.Numerics;

/// <summary>The argument checks of the row kernels.</summary>
internal static class RowChecks
{
    public static void Matrix(string kernel, int rows, int width, int input, int output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        long needed = (long)rows * width;
        Length(kernel, "input", needed, input);
        Length(kernel, "output", needed, output);
    }

    /// <summary>As <see cref="Length"/>, for what may be left out.</summary>
    public static void Optional(string kernel, string name, long needed, int given)
    {
        if (given != 0)
        {
            Length(kernel, name, needed, given);
        }
    }

    public static void Length(string kernel, string name, long needed, int given)
    {
        if (given < needed)
        {
            throw new ArgumentException($"{kernel}: the {name} has {given} elements, {needed} are needed");
        }
    }
}
