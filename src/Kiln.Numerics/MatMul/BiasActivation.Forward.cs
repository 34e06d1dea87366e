namespace Kiln.Numerics;

/// <summary>The way forward, for operations whose kernel does not end in a bias and an activation by itself.</summary>
public static partial class BiasActivation
{
    // 32 KB of floats: some microseconds, and still in the first-level cache for the activation.
    private const int ForwardBlock = 8192;

    /// <summary>Computes y = f(y + bias) in place.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns: outputs, channels.</param>
    /// <param name="bias">(columns,), or empty for none.</param>
    /// <param name="y">(rows, columns), overwritten.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static unsafe void Forward(int rows, int columns, ReadOnlySpan<float> bias, Span<float> y, Activation activation)
    {
        CheckForward(rows, columns, bias.Length, y.Length);
        fixed (float* pbias = bias, py = y)
        {
            Run(rows, columns, pbias, py, activation);
        }
    }

    /// <inheritdoc cref="Forward(int, int, ReadOnlySpan{float}, Span{float}, Activation)"/>
    public static unsafe void Forward(int rows, int columns, ReadOnlySpan<double> bias, Span<double> y, Activation activation)
    {
        CheckForward(rows, columns, bias.Length, y.Length);
        fixed (double* pbias = bias, py = y)
        {
            Run(rows, columns, pbias, py, activation);
        }
    }

    private static void CheckForward(int rows, int columns, int bias, int y)
    {
        Extents.NotNegative("bias activation", rows, nameof(rows));
        Extents.NotNegative("bias activation", columns, nameof(columns));
        Extents.Length("bias activation", nameof(y), y, (long)rows * columns);
        if (bias != 0)
        {
            Extents.Length("bias activation", nameof(bias), bias, columns);
        }
    }

    /// <summary>
    /// Blocks of whole rows are tasks. A row of three colors is too short to be worth a call, so the bias is laid out side by side first, as often as
    /// fits a block, and added to that many rows at once.
    /// </summary>
    private static unsafe void Run<T>(int rows, int columns, T* bias, T* y, Activation activation)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        if (rows == 0 || columns == 0 || (bias == null && activation == Activation.None))
        {
            return;
        }

        var rowsOfBlock = Math.Clamp(ForwardBlock / columns, 1, rows);
        using var repeated = Scratch.Rent<T>(bias == null ? 0 : (nint)rowsOfBlock * columns);
        var tiled = (T*)repeated.Pointer;
        for (var row = 0; row < rowsOfBlock && bias != null; row++)
        {
            new ReadOnlySpan<T>(bias, columns).CopyTo(new Span<T>(tiled + ((nint)row * columns), columns));
        }

        WorkerTeam.Run((rows + rowsOfBlock - 1) / rowsOfBlock, new ForwardBody<T>
        {
            Rows = rows,
            Columns = columns,
            RowsOfBlock = rowsOfBlock,
            Bias = bias == null ? null : tiled,
            Y = y,
            Activation = activation,
        });
    }

    private unsafe struct ForwardBody<T> : ITileBody
        where T : unmanaged, System.Numerics.INumber<T>
    {
        public int Rows;
        public int Columns;
        public int RowsOfBlock;
        public T* Bias;
        public T* Y;
        public Activation Activation;

        public readonly void Invoke(int tile)
        {
            var first = (long)tile * RowsOfBlock;
            var count = (int)Math.Min(RowsOfBlock, Rows - first) * Columns;
            var y = Y + (first * Columns);
            if (Bias != null)
            {
                Kernels.Binary<AddOperator, T>(y, false, Bias, false, y, count);
            }

            Epilogue.Activate(y, count, Activation);
        }
    }
}
