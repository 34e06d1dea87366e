using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Some rows of A, made where the first-level cache holds them, and their products with a vector on either side.</summary>
internal readonly unsafe ref struct RowPanel
{
    /// <summary>The most rows.</summary>
    public const int Rows = 24;

    /// <summary>Numbers of the memory that a panel needs: the most features, and room to begin at a line of the cache.</summary>
    public const int Elements = (Rows * NarrowDescent.MostFeatures) + Lanes;

    // What the widest register holds. Rows are padded with zeros to it, so that no product has a tail.
    private const int Lanes = 8;

    private readonly Span<double> _values;
    private readonly int _stride;

    /// <summary>Makes a panel.</summary>
    /// <param name="memory">Memory on the stack, <see cref="Elements"/> numbers.</param>
    /// <param name="stride">The length of a row with its padding.</param>
    /// <param name="count">How many rows.</param>
    public RowPanel(Span<double> memory, int stride, int count)
    {
        fixed (double* at = memory)
        {
            _values = memory[(int)((64 - ((nuint)at % 64)) % 64 / sizeof(double))..];
        }

        (_stride, Count) = (stride, count);
    }

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>The length of a row with its padding.</summary>
    public static int Stride(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>Writes the rows.</summary>
    /// <param name="samples">A.</param>
    /// <param name="row">The first row.</param>
    public void Write(CentredSamples samples, int row)
    {
        for (var i = 0; i < Count; i++)
        {
            var line = _values.Slice(i * _stride, _stride);
            samples.DenseRow(row + i, line[..samples.Columns]);
            line[samples.Columns..].Clear();
        }
    }

    /// <summary>r −= A·w.</summary>
    public void SubtractProducts(ReadOnlySpan<double> w, Span<double> r)
    {
        var products = stackalloc double[Rows];
        fixed (double* values = _values, factors = w)
        {
            DenseTile.Products(values, Count, _stride, factors, 0, products, isAhead: false);
        }

        TensorPrimitives.Subtract(r, new ReadOnlySpan<double>(products, Count), r);
    }

    /// <summary>sums += Aᵀ·r.</summary>
    public void AddTransposed(ReadOnlySpan<double> r, Span<double> sums)
    {
        fixed (double* values = _values, to = sums, factors = r)
        {
            DenseTile.AddTransposed(factors, values, Count, _stride, to);
        }
    }
}
