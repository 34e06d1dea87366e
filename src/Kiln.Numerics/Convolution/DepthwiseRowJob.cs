namespace Kiln.Numerics;

/// <summary>
/// What one kernel of whole lines computes: y[j, c] = Σ x[u, j + t + offset, c] · w[u, t, c] for all outputs j of one or two lines, where the rows u of the window lie
/// inside the input; the columns need not. All steps are in elements.
/// </summary>
internal unsafe struct DepthwiseRowJob<T>
    where T : unmanaged
{
    /// <summary>The first column that any output sees, in the first row of the window.</summary>
    public T* X;

    /// <summary>From one row of the window to the next; a second line sees the rows of the first, one farther.</summary>
    public nint XRow;

    /// <summary>Rows of the window.</summary>
    public int Rows;

    /// <summary>Columns that any output sees.</summary>
    public int Columns;

    /// <summary>Columns after which the first output is complete, less one.</summary>
    public int Skip;

    /// <summary>Outputs that are not complete after the last column: their windows end beyond it.</summary>
    public int Left;

    /// <summary>The weights of the first row: for each vector of channels (rows, taps, lanes), whole vectors.</summary>
    public T* W;

    /// <summary>From one vector of channels to the next in the weights.</summary>
    public nint WVector;

    /// <summary>The first output.</summary>
    public T* Y;

    /// <summary>From one output to the next.</summary>
    public nint YPixel;

    /// <summary>From the first line to the second.</summary>
    public nint YLine;

    /// <summary>From an output to the one whose memory is asked for meanwhile.</summary>
    public nint YAhead;

    /// <summary>One element per channel, or null.</summary>
    public T* Bias;

    /// <summary>Channels: from one pixel of the input to the next.</summary>
    public nint Channels;

    /// <summary>Store max(y, 0).</summary>
    public bool Rectify;

    /// <summary>Store past the caches; every pixel then begins at a cache line and all vectors are full.</summary>
    public bool Streams;

    /// <summary>The first column of the row that the next lines will read and no line before did, fetched meanwhile; need not exist.</summary>
    public T* Ahead;

    /// <summary>From there to a second such row.</summary>
    public nint AheadRow;
}
