namespace Kiln.Neural;

/// <summary>Writes results into tensors that an optimiser keeps.</summary>
internal static class TensorWriting
{
    /// <summary>Copies the elements of one tensor into another of the same shape and type, float32 or float64.</summary>
    internal static void Write(Tensor destination, Tensor source)
    {
        if (destination.DType == DType.Float32)
        {
            source.CopyTo(TensorMarshal.GetWritableSpan<float>(destination));
        }
        else
        {
            source.CopyTo(TensorMarshal.GetWritableSpan<double>(destination));
        }

        GC.KeepAlive(destination);
    }
}
