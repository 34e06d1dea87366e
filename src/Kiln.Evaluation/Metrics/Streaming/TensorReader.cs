using System.Buffers;
using System.Globalization;
using System.Numerics;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// Reads tensors of any number type and any strides into float64 or int64 buffers that are kept for the next batch: a metric runs after
/// every step, so it must not leave garbage or pin the memory of a batch.
/// </summary>
internal sealed class TensorReader
{
    private double[] _doubles = [];
    private double[] _others = [];
    private long[] _labels = [];

    /// <summary>The elements in row-major order; valid until the next call.</summary>
    public ReadOnlySpan<double> Doubles(Tensor tensor) => Read(tensor, ref _doubles);

    /// <summary>As <see cref="Doubles"/>, in a second buffer, so that two tensors can be held side by side.</summary>
    public ReadOnlySpan<double> OtherDoubles(Tensor tensor) => Read(tensor, ref _others);

    /// <summary>The elements as class labels; valid until the next call.</summary>
    /// <exception cref="DTypeException">The tensor holds fractions or numbers beyond int64.</exception>
    public ReadOnlySpan<long> Labels(string metric, Tensor tensor)
    {
        if (_labels.Length < tensor.Count)
        {
            _labels = new long[tensor.Count];
        }

        var labels = _labels.AsSpan(0, tensor.Count);
        if (tensor.DType == DType.Int64)
        {
            tensor.CopyTo<long>(labels);
            return labels;
        }

        var values = Read(tensor, ref _others);
        for (var i = 0; i < values.Length; i++)
        {
            labels[i] = (long)values[i];
            if (labels[i] != values[i])
            {
                throw new DTypeException(
                    $"{metric}: the target at index {i} is {values[i].ToString(CultureInfo.InvariantCulture)}, which is no class; "
                    + "targets are whole numbers (int64 of shape (B,)) or one-hot rows.");
            }
        }

        return labels;
    }

    private static ReadOnlySpan<double> Read(Tensor tensor, ref double[] buffer)
    {
        if (buffer.Length < tensor.Count)
        {
            buffer = new double[tensor.Count];
        }

        var result = buffer.AsSpan(0, tensor.Count);
        switch (tensor.DType)
        {
            case DType.Float32:
                Convert<float>(tensor, result);
                break;
            case DType.Float64:
                tensor.CopyTo<double>(result);
                break;
            case DType.Float16:
                Convert<Half>(tensor, result);
                break;
            case DType.BFloat16:
                Convert(tensor, result, static (BFloat16 v) => (float)v);
                break;
            case DType.Int8:
                Convert<sbyte>(tensor, result);
                break;
            case DType.Int32:
                Convert<int>(tensor, result);
                break;
            case DType.Int64:
                Convert<long>(tensor, result);
                break;
            case DType.UInt8:
                Convert<byte>(tensor, result);
                break;
            case DType.Bool:
                Convert(tensor, result, static (bool v) => v ? 1.0 : 0.0);
                break;
            default:
                throw new DTypeException($"metric: {tensor.DType.Name()} cannot be read as numbers");
        }

        return result;
    }

    private static void Convert<T>(Tensor tensor, Span<double> result)
        where T : unmanaged, INumberBase<T> => Convert(tensor, result, static (T v) => double.CreateTruncating(v));

    private static void Convert<T>(Tensor tensor, Span<double> result, Func<T, double> convert)
        where T : unmanaged
    {
        var raw = ArrayPool<T>.Shared.Rent(tensor.Count);
        tensor.CopyTo<T>(raw);
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = convert(raw[i]);
        }

        ArrayPool<T>.Shared.Return(raw);
    }
}
