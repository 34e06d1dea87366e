using System.Globalization;
using System.Numerics.Tensors;
using Kiln.Tensors;
using Tensor = Kiln.Tensors.Tensor;

namespace Kiln.Data;

/// <summary>Finds values that are not numbers before they spoil a training run.</summary>
public static class Finite
{
    /// <summary>Throws when a tensor holds NaN or an infinity, and says in which row.</summary>
    /// <param name="values">Any tensor; only floating-point types can fail.</param>
    /// <param name="name">What to call it in the error: "inputs", "targets".</param>
    /// <exception cref="DatasetException">A value is NaN or infinite; the message names the first such row, the value and how many there are.</exception>
    public static void Check(Tensor values, string name)
    {
        ArgumentNullException.ThrowIfNull(values);
        switch (values.DType)
        {
            case DType.Float32:
                Check<float>(values, name);
                break;
            case DType.Float64:
                Check<double>(values, name);
                break;
            case DType.Float16:
                Check<Half>(values, name);
                break;
            case DType.BFloat16:
                Check<Kiln.Numerics.BFloat16>(values, name, static v => float.IsFinite((float)v), static v => (float)v);
                break;
            default:
                break;
        }
    }

    private static void Check<T>(Tensor values, string name)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        // x − x is zero for every number and NaN for NaN and the infinities, so one sum of products tells whether all is well.
        var contiguous = values.Contiguous();
        var span = TensorMarshal.GetSpan<T>(contiguous);
        var clean = true;
        Span<T> difference = stackalloc T[256];
        for (var i = 0; i < span.Length && clean; i += difference.Length)
        {
            var part = span.Slice(i, Math.Min(difference.Length, span.Length - i));
            TensorPrimitives.Subtract(part, part, difference);
            clean = T.IsFinite(TensorPrimitives.Sum<T>(difference[..part.Length]));
        }

        GC.KeepAlive(contiguous);
        if (!clean)
        {
            Check<T>(values, name, T.IsFinite, static v => double.CreateSaturating(v));
        }
    }

    private static void Check<T>(Tensor values, string name, Func<T, bool> isFinite, Func<T, double> toDouble)
        where T : unmanaged
    {
        var array = values.Detach().ToArray<T>();
        var first = Array.FindIndex(array, v => !isFinite(v));
        if (first < 0)
        {
            return;
        }

        var rowLength = values.Rank == 0 ? 1 : Math.Max(1, array.Length / Math.Max(1, values.Shape[0]));
        var bad = array.Count(v => !isFinite(v));
        var word = toDouble(array[first]).ToString(CultureInfo.InvariantCulture);
        var place = values.Rank <= 1 ? $"row {first}" : $"row {first / rowLength} (value {first % rowLength} of {rowLength} in it)";
        throw new DatasetException(
            $"{name}: {place} is {word}; {bad} of {array.Length} values are NaN or infinite. "
            + "Drop or fill those rows, or scale the data so that they stay in range");
    }
}
