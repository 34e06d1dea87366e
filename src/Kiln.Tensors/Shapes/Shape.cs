using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kiln.Tensors;

/// <summary>
/// The sizes of a tensor's axes, outermost first. Written as a collection expression or an array: <c>Shape s = [32, 784];</c>.
/// The empty shape <c>[]</c> is that of a scalar.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    private readonly int[]? _sizes;

    /// <summary>Makes a shape of the given sizes.</summary>
    /// <param name="sizes">Sizes of the axes, outermost first; none may be negative.</param>
    /// <exception cref="ShapeException">A size is negative, or the elements exceed 2³¹-1.</exception>
    public Shape(params ReadOnlySpan<int> sizes)
        : this(sizes.ToArray(), validate: true)
    {
    }

    private Shape(int[] sizes, bool validate)
    {
        _sizes = sizes;
        long count = 1;
        bool empty = false;
        foreach (int size in sizes)
        {
            if (validate && size < 0)
            {
                throw new ShapeException($"shape: size {size} is negative in ({string.Join(", ", sizes)})");
            }

            empty |= size == 0;
            count = Math.Min(count * Math.Max(size, 1), long.MaxValue >> 31);
        }

        if (empty)
        {
            count = 0;
        }
        else if (count > int.MaxValue)
        {
            throw new ShapeException(
                $"shape: ({string.Join(", ", sizes)}) has more than {int.MaxValue} elements, the most one tensor holds");
        }

        ElementCount = (int)count;
    }

    /// <summary>The shape of a scalar: no axes, one element.</summary>
    public static Shape Scalar { get; } = new([], validate: false);

    /// <summary>The number of axes.</summary>
    public int Rank => _sizes?.Length ?? 0;

    /// <summary>
    /// The number of elements: the product of the sizes, 1 for a scalar. Not called Count, since a list's Count is the number of its
    /// items, here of axes, which is what the language asks for when it spreads a shape into another.
    /// </summary>
    public int ElementCount
    {
        // A default(Shape) is the scalar shape; its field was never set.
        get => _sizes is null ? 1 : field;
    }

    /// <summary>The sizes as a span.</summary>
    public ReadOnlySpan<int> Sizes => _sizes;

    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>The size of one axis.</summary>
    /// <param name="axis">The axis; a negative one counts from the end, as in NumPy.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[int axis] => _sizes is { } s && (uint)axis < (uint)s.Length ? s[axis] : Sizes[Axis(axis, "shape")];

    /// <summary>
    /// The size of one axis: <c>shape[^1]</c> is the last.
    /// </summary>
    /// <param name="axis">The axis, from the start or the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[Index axis] => this[axis.IsFromEnd ? (axis.Value == 0 ? Rank : -axis.Value) : axis.Value];

    /// <summary>Converts an array of sizes.</summary>
    /// <param name="sizes">Sizes of the axes, outermost first.</param>
    public static implicit operator Shape(int[] sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        return new Shape((int[])sizes.Clone(), validate: true);
    }

    /// <summary>True when both have the same axes.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>True when the axes differ.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Makes a shape from a span: what collection expressions call.</summary>
    /// <param name="sizes">Sizes of the axes, outermost first.</param>
    public static Shape Create(ReadOnlySpan<int> sizes) => new(sizes);

    /// <summary>The shape both operands are stretched to, by NumPy's rule: aligned at the last axis, sizes equal or one of them 1.</summary>
    /// <param name="left">One shape.</param>
    /// <param name="right">The other shape.</param>
    /// <param name="op">The operation's name, for the error.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Shape Broadcast(Shape left, Shape right, string op = "broadcast")
    {
        if (left.Equals(right))
        {
            return left;
        }

        int rank = Math.Max(left.Rank, right.Rank);
        var sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Rank ? left.Sizes[^i] : 1;
            int r = i <= right.Rank ? right.Sizes[^i] : 1;
            if (l != r && l != 1 && r != 1)
            {
                throw new ShapeException(
                    $"{op}: shapes {left} and {right} do not broadcast: axis -{i} is {l} on the left and {r} on the right; "
                    + "sizes must be equal, or one of them 1");
            }

            sizes[^i] = l == 1 ? r : l;
        }

        return new Shape(sizes, validate: false);
    }

    /// <summary>Resolves an axis that may count from the end.</summary>
    /// <param name="axis">The axis, from -Rank to Rank - 1.</param>
    /// <param name="op">The operation's name, for the error.</param>
    /// <returns>The axis, from 0 to Rank - 1.</returns>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int Axis(int axis, string op)
    {
        int rank = Rank;
        int resolved = axis < 0 ? axis + rank : axis;
        if ((uint)resolved >= (uint)rank)
        {
            throw new ShapeException(
                rank == 0
                    ? $"{op}: axis {axis} of a scalar, which has no axes"
                    : $"{op}: axis {axis} is out of range for shape {this}; it must be from {-rank} to {rank - 1}");
        }

        return resolved;
    }

    /// <inheritdoc/>
    public bool Equals(Shape other) => Sizes.SequenceEqual(other.Sizes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in Sizes)
        {
            hash.Add(size);
        }

        return hash.ToHashCode();
    }

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray() => Sizes.ToArray();

    /// <summary>The shape as NumPy prints it: <c>(32, 784)</c>, <c>(5,)</c>, <c>()</c>.</summary>
    public override string ToString() => Rank switch
    {
        0 => "()",
        1 => string.Create(CultureInfo.InvariantCulture, $"({_sizes![0]},)"),
        _ => $"({string.Join(", ", _sizes!)})",
    };

    /// <summary>Enumerates the sizes.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(_sizes ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The strides, in elements, of a contiguous tensor of this shape: the last axis is 1.</summary>
    internal int[] ContiguousStrides()
    {
        int rank = Rank;
        if (rank == 0)
        {
            return [];
        }

        var strides = new int[rank];
        int step = 1;
        for (int i = rank - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(Sizes[i], 1);
        }

        return strides;
    }

    /// <summary>Wraps sizes that are already known to be good; the array must not change afterwards.</summary>
    internal static Shape Adopt(int[] sizes) => new(sizes, validate: false);
}
