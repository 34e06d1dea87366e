namespace Kiln.Numerics;

/// <summary>
/// What one kernel of whole lines adds: gw[u, t, c] += Σ x[u, column, c] · gy[place − t, c] over the columns of the input, where place is what column is less the offset
/// and gradients that do not exist are left out. All steps are in elements.
/// </summary>
internal unsafe struct DepthwiseRowGradientJob<T>
    where T : unmanaged
{
    /// <summary>The first column that any output sees, in the first row of the window.</summary>
    public T* X;

    /// <summary>From one row of the window to the next.</summary>
    public nint XRow;

    /// <summary>The output's gradient at output 0.</summary>
    public T* GY;

    /// <summary>Outputs.</summary>
    public int Out;

    /// <summary>The output that sees the first column with its first tap; need not exist.</summary>
    public int FirstPlace;

    /// <summary>Columns before those whose three outputs all exist.</summary>
    public int Before;

    /// <summary>Columns whose three outputs all exist.</summary>
    public int Within;

    /// <summary>Columns after them.</summary>
    public int After;

    /// <summary>The sums of the first row of the window; adjacent taps are adjacent.</summary>
    public T* GW;

    /// <summary>From one row of the window to the next in the sums.</summary>
    public nint GWRow;

    /// <summary>Channels: from one pixel to the next.</summary>
    public nint Channels;

    /// <summary>The first of as many pixels that the next line sees and this one does not, fetched meanwhile; need not exist.</summary>
    public T* XAhead;

    /// <summary>The next line of the output's gradient, likewise.</summary>
    public T* GYAhead;
}
