using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// The weight of a dense layer in the form that the matrix product reads fastest, for inference: packed at first use, and again when the weight
/// has changed since (an optimiser's step, <see cref="Parameter.Assign"/>, a checkpoint).
/// </summary>
/// <remarks>
/// Worth its memory, as much again as the weight, where many products share it, above all products of few rows. Any number of threads may use
/// it while nobody changes the weight. Pass it to <see cref="Functional.Dense(Tensor, PackedWeight, Tensor?, Activation)"/>.
/// </remarks>
public sealed class PackedWeight
{
    private readonly Tensor _weight;
    private volatile Pack? _pack;

    /// <summary>Prepares a weight; nothing is packed yet.</summary>
    /// <param name="weight">(in, out), float32 or float64. A parameter is followed through its changes.</param>
    /// <exception cref="ShapeException">It is not a matrix.</exception>
    /// <exception cref="DTypeException">It is neither float32 nor float64.</exception>
    public PackedWeight(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2)
        {
            throw new ShapeException($"packed weight: the weight has shape {weight.Shape}; expected (in, out)");
        }

        if (weight.DType is not (DType.Float32 or DType.Float64))
        {
            throw new DTypeException($"packed weight: the weight is {weight.DType.Name()}; expected float32 or float64");
        }

        _weight = weight;
    }

    /// <summary>The weight as it is.</summary>
    public Tensor Weight => _weight;

    /// <summary>The panels of the weight's present value; <typeparamref name="T"/> is its element type.</summary>
    internal PackedMatrix<T> Matrix<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        // Read before packing: a change meanwhile makes the next use pack again rather than keep half of it.
        var version = _weight.Storage.Version;
        if (_pack is { } pack && pack.Version == version)
        {
            return (PackedMatrix<T>)pack.Matrix;
        }

        MatrixView view = MatrixView.Of(_weight);
        var matrix = new PackedMatrix<T>(view.Rows, view.Columns, view.Span<T>(0, 1, 0), view.Leading, view.Transposed);
        GC.KeepAlive(view.Tensor);
        _pack = new Pack(version, matrix);
        return matrix;
    }

    private sealed record Pack(int Version, object Matrix);
}
