namespace Kiln.Tensors;

/// <summary>
/// Raw spans for the libraries that hand them to kernels. Unlike <see cref="Tensor.AsSpan{T}"/>, such a span does not keep the memory
/// from being reused: the tensor itself must be used after the span's last use (<see cref="GC.KeepAlive"/>).
/// </summary>
public static class TensorMarshal
{
    /// <summary>The elements of a contiguous tensor, for reading.</summary>
    /// <typeparam name="T">The type that matches the tensor's.</typeparam>
    /// <param name="tensor">A contiguous tensor; keep it alive beyond the span.</param>
    /// <exception cref="DTypeException">The types do not match.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous.</exception>
    public static ReadOnlySpan<T> GetSpan<T>(Tensor tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.Span<T>();
    }

    /// <summary>The elements of a contiguous tensor, for changing in place: its version goes up, and backward notices.</summary>
    /// <typeparam name="T">The type that matches the tensor's.</typeparam>
    /// <param name="tensor">A parameter's value or optimiser state; keep it alive beyond the span.</param>
    /// <exception cref="DTypeException">The types do not match.</exception>
    /// <exception cref="InvalidOperationException">The tensor is not contiguous.</exception>
    public static Span<T> GetWritableSpan<T>(Tensor tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Storage.BumpVersion();
        return tensor.Span<T>();
    }
}
