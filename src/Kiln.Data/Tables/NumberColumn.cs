using System.Globalization;

namespace Kiln.Data;

/// <summary>A column of float64 numbers; a missing one is NaN.</summary>
public sealed class NumberColumn : Column
{
    private readonly double[] _values;

    /// <summary>Makes a column; the array is kept, not copied.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values; NaN for a missing one.</param>
    public NumberColumn(string name, double[] values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = values;
    }

    /// <summary>Makes a column of truths: 1 for true, 0 for false, NaN for a missing one.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values; kept, not copied.</param>
    /// <param name="isFlags">Whether they are truths.</param>
    public NumberColumn(string name, double[] values, bool isFlags)
        : this(name, values) => IsFlags = isFlags;

    /// <summary>Whether the numbers are truths, 1 and 0, which are written as "true" and "false".</summary>
    public bool IsFlags { get; }

    /// <summary>
    /// Whether the numbers came as integers, such as 42 rather than 42.0, none of them missing: what pandas has an integer type for. Names made of categories have no point then.
    /// False by default.
    /// </summary>
    public bool AreIntegers { get; init; }

    /// <summary>The values; NaN for a missing one.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <inheritdoc/>
    public override int Count => _values.Length;

    /// <inheritdoc/>
    public override int MissingCount => _values.Count(double.IsNaN);

    /// <inheritdoc/>
    public override string Kind => "numbers";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(_values[row]);

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null
        : IsFlags ? (_values[row] == 0 ? "false" : "true")
        : _values[row].ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override NumberColumn Take(ReadOnlySpan<int> rows)
    {
        var taken = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            taken[i] = _values[rows[i]];
        }

        return new(Name, taken, IsFlags) { AreIntegers = AreIntegers };
    }

    /// <inheritdoc/>
    public override NumberColumn Rename(string name) => new(name, _values, IsFlags) { AreIntegers = AreIntegers };
}
