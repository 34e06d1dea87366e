namespace Kiln.Neural;

/// <summary>A vector for each of a number of things (tokens, categories, positions), learned: integers (batch, …) → (batch, …, size).</summary>
public sealed class Embedding : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="count">How many things there are: Keras's input_dim, PyTorch's num_embeddings.</param>
    /// <param name="size">The length of a vector: Keras's output_dim, PyTorch's embedding_dim.</param>
    /// <param name="paddingIndex">
    /// A thing whose vector gets no gradient, or null (the default): what stands where a sequence has ended. The vector itself is not zeroed here.
    /// </param>
    /// <param name="initializer">The vectors' start; uniform on ±0.05 by default, as in Keras (PyTorch: standard normal).</param>
    /// <param name="dtype">The type of the vectors: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding index is none of the things.</exception>
    public Embedding(int count, int size, int? paddingIndex = null, Initializer? initializer = null, DType dtype = DType.Float32)
    {
        HyperParameter.AtLeast(count, 1, nameof(count), GetType().Name);
        HyperParameter.AtLeast(size, 1, nameof(size), GetType().Name);
        if (paddingIndex < 0 || paddingIndex >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(paddingIndex), $"the padding index must be from 0 to {count - 1}, got {paddingIndex}");
        }

        Count = count;
        Size = size;
        PaddingIndex = paddingIndex;
        Weight = Parameter("weight", (initializer ?? Initializers.Uniform()).Create([count, size], dtype));
    }

    /// <summary>How many things there are.</summary>
    public int Count { get; }

    /// <summary>The length of a vector.</summary>
    public int Size { get; }

    /// <summary>The thing whose vector gets no gradient, or null.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The vectors, (count, size).</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    /// <param name="x">Numbers of things, int64 or int32, of any shape, from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The same axes and one of <see cref="Size"/> behind.</returns>
    /// <exception cref="ShapeException">A number is outside; the message says which and where.</exception>
    /// <exception cref="DTypeException">The input is not of integers.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.DType is not (DType.Int64 or DType.Int32))
        {
            throw new DTypeException($"{Label}: the input is {x.DType.Name()} {x.Shape}; expected int64 or int32, the numbers of rows: convert it with x.To(DType.Int64)");
        }

        try
        {
            return Functional.Embedding(Weight.Value, x, PaddingIndex);
        }
        catch (ShapeException error)
        {
            throw new ShapeException($"{Label}: {error.Message}", error);
        }
    }

    internal override LastAxis Lead(LastAxis given) => new(Size, Maker: this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Linear(this);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("count", Count).Set("size", Size).Set("dtype", Weight.Value.DType);
        if (PaddingIndex is { } padding)
        {
            config.Set("padding_index", padding);
        }
    }

    internal static Embedding Read(ModuleConfig config) => new(
        config.Int("count"),
        config.Int("size"),
        config.Has("padding_index") ? config.Int("padding_index", minimum: 0) : null,
        dtype: config.Choice<DType>("dtype"));
}
