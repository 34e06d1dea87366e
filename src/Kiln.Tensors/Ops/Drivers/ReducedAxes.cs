namespace Kiln.Tensors;

/// <summary>The axes that a reduction removes from a shape, checked, and the shapes it leaves.</summary>
internal sealed class ReducedAxes
{
    private readonly bool[] _reduced;

    private ReducedAxes(Shape from, bool[] reduced, bool keepDims)
    {
        From = from;
        _reduced = reduced;
        var kept = new int[from.Rank];
        var left = new List<int>(from.Rank);
        int count = 1;
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = reduced[i] ? 1 : from.Sizes[i];
            if (reduced[i])
            {
                count *= from.Sizes[i];
            }
            else
            {
                left.Add(kept[i]);
            }
        }

        Kept = Shape.Adopt(kept);
        Result = keepDims ? Kept : Shape.Adopt(left.ToArray());
        Count = count;
    }

    /// <summary>The shape that is reduced.</summary>
    internal Shape From { get; }

    /// <summary>The shape with the reduced axes of size 1.</summary>
    internal Shape Kept { get; }

    /// <summary>The shape the user asked for: <see cref="Kept"/>, or without the reduced axes.</summary>
    internal Shape Result { get; }

    /// <summary>How many elements become one.</summary>
    internal int Count { get; }

    /// <summary>Every axis.</summary>
    internal static ReducedAxes All(Tensor x, bool keepDims = false)
    {
        var reduced = new bool[x.Rank];
        reduced.AsSpan().Fill(true);
        return new ReducedAxes(x.Shape, reduced, keepDims);
    }

    /// <summary>The axes given; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">An axis does not exist or is given twice.</exception>
    internal static ReducedAxes Of(Tensor x, ReadOnlySpan<int> axes, bool keepDims, string op)
    {
        var reduced = new bool[x.Rank];
        foreach (int axis in axes)
        {
            int resolved = x.Shape.Axis(axis, op);
            if (reduced[resolved])
            {
                throw new ShapeException($"{op}: axis {resolved} is given twice in ({string.Join(", ", axes.ToArray())})");
            }

            reduced[resolved] = true;
        }

        return new ReducedAxes(x.Shape, reduced, keepDims);
    }

    /// <summary>Throws when nothing would be reduced to something, for reductions that have no value then.</summary>
    internal ReducedAxes NotEmpty(string op) => Count > 0 || Kept.ElementCount == 0
        ? this
        : throw new ShapeException($"{op}: shape {From} is empty along a reduced axis, and nothing has no {op}");

    internal bool IsReduced(int axis) => _reduced[axis];

    /// <summary>A gradient of the result's shape as one of the operand's shape: every element of a group sees its result's gradient. A view.</summary>
    internal Tensor Spread(Tensor result) => BroadcastToOp.Forward(ReshapeOp.Forward(result, Kept), From);
}
