namespace Kiln.Tensors;

/// <summary>
/// An n-dimensional array of numbers with automatic differentiation. Immutable to its users: operations return new tensors, which may
/// share memory with their inputs (views). Safe to read from many threads. Nobody has to dispose it.
/// </summary>
/// <remarks>
/// Operations are methods, one file each in <c>Ops/</c>. An operation on a tensor that <see cref="RequiresGrad"/> is recorded, unless
/// inside <see cref="Autograd.NoGrad"/>.
/// </remarks>
public sealed partial class Tensor
{
    private readonly int[] _strides;

    internal Tensor(Storage storage, DType dtype, Shape shape, int[] strides, long offset)
    {
        Storage = storage;
        DType = dtype;
        Shape = shape;
        Offset = offset;
        _strides = strides;
        IsContiguous = StridesAreContiguous(shape, strides);
    }

    /// <summary>The sizes of the axes, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>Where the elements live.</summary>
    public Device Device => Storage.Device;

    /// <summary>The number of axes; 0 for a scalar.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Count => Shape.ElementCount;

    /// <summary>True when the elements lie one behind the other in row-major order.</summary>
    public bool IsContiguous { get; }

    /// <summary>True when gradients flow through this tensor: a leaf made by <see cref="RequireGrad"/>, or a result that depends on one.</summary>
    public bool RequiresGrad => Leaf is not null || Node is not null;

    /// <summary>The gradient that <see cref="Backward"/> accumulated in this leaf; null before, and for tensors that are no leaf.</summary>
    public Tensor? Grad => Leaf?.Show();

    internal Storage Storage { get; }

    /// <summary>The first element's place in the storage, in elements.</summary>
    internal long Offset { get; }

    /// <summary>The distance of neighbours along each axis, in elements.</summary>
    internal ReadOnlySpan<int> Strides => _strides;

    internal Node? Node { get; set; }

    internal Leaf? Leaf { get; private set; }

    /// <summary>
    /// A leaf of the same elements: <see cref="Backward"/> of anything computed from it accumulates its gradient in
    /// <see cref="Grad"/>. The tensor itself stays as it is.
    /// </summary>
    /// <exception cref="DTypeException">The elements are not floating point.</exception>
    public Tensor RequireGrad()
    {
        if (!DType.IsFloatingPoint())
        {
            throw new DTypeException($"require grad: only floating-point tensors have gradients, this one is {DType.Name()}; convert it with To()");
        }

        return new Tensor(Storage, DType, Shape, _strides, Offset) { Leaf = new Leaf() };
    }

    /// <summary>The same elements without a graph: gradients do not flow back through the result.</summary>
    public Tensor Detach() => RequiresGrad ? new Tensor(Storage, DType, Shape, _strides, Offset) : this;

    /// <summary>
    /// Computes the gradient of this tensor in every leaf it depends on, and adds it to their <see cref="Grad"/>. What the graph
    /// saved is freed on the way.
    /// </summary>
    /// <param name="gradient">The gradient of this tensor's elements; may be left out for a single element (1 is taken).</param>
    /// <param name="retainGraph">Keep what the graph saved, for another pass.</param>
    /// <exception cref="AutogradException">There is no graph, it was used up, or a value it needs was changed.</exception>
    /// <exception cref="ShapeException">The gradient's shape or type differs, or it is missing for a tensor of several elements.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false) => BackwardPass.Run(this, gradient, retainGraph);

    /// <summary>A tensor over the same storage.</summary>
    internal Tensor View(Shape shape, int[] strides, long offset) => new(Storage, DType, shape, strides, offset);

    /// <summary>
    /// Marks a tensor that an op made for itself (saved indices, statistics): it returns to the pool with the node that saved it.
    /// It must not share its storage with anything a user can reach.
    /// </summary>
    internal Tensor AsTemporary()
    {
        Storage.OwnedByNode = true;
        return this;
    }

    private static bool StridesAreContiguous(Shape shape, ReadOnlySpan<int> strides)
    {
        int step = 1;
        for (int i = strides.Length - 1; i >= 0; i--)
        {
            int size = shape.Sizes[i];
            if (size != 1 && strides[i] != step)
            {
                return shape.ElementCount == 0;
            }

            step *= size;
        }

        return true;
    }
}
