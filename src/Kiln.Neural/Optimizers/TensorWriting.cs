namespace Kiln.Neural;

/// <summary>Writes results into tensors that an optimiser keeps.</summary>
internal static class TensorWriting
{
    /// <summary>Copies the elements of one tensor into another of the same shape and type, float32 or float64.</summary>
    internal static void Write(Tensor destination, Tensor source)
    {
        Tensor contiguous = source.Detach().Contiguous();
        if (destination.DType == DType.Float32)
        {
            TensorMarshal.GetSpan<float>(contiguous).CopyTo(TensorMarshal.GetWritableSpan<float>(destination));
        }
        else
        {
            TensorMarshal.GetSpan<double>(contiguous).CopyTo(TensorMarshal.GetWritableSpan<double>(destination));
        }

        GC.KeepAlive(contiguous);
        GC.KeepAlive(destination);
    }
}
