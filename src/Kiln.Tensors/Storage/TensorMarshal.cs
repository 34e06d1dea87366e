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

    /// <summary>
    /// What a parameter's gradient is, without the promise that <see cref="Parameter.Gradient"/> makes: the tensor and its memory end with
    /// <see cref="Parameter.ClearGradient"/>, and no reference may be kept beyond.
    /// </summary>
    /// <param name="parameter">The parameter.</param>
    public static Tensor? BorrowGradient(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Value.Leaf?.Gradient;
    }

    /// <summary>Whether two tensors are views of one memory, or the same.</summary>
    /// <param name="first">A tensor.</param>
    /// <param name="second">Another one.</param>
    public static bool ShareMemory(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ReferenceEquals(first.Storage, second.Storage);
    }

    /// <summary>
    /// Tells that from here on nobody will use a result but the operation that took it as its input: its memory returns to the pool as soon
    /// as the backward pass is through with it, or now when nothing needs it any more. Any later use of the tensor fails or, of a span of it,
    /// reads other numbers, so only the code that made the tensor may say this, and only of memory that the operation made anew.
    /// </summary>
    /// <param name="intermediate">The input of an operation: itself the result of an operation, and no view of a tensor of somebody else's.</param>
    /// <param name="result">What the operation made of it.</param>
    public static void HandOver(Tensor intermediate, Tensor result)
    {
        ArgumentNullException.ThrowIfNull(intermediate);
        ArgumentNullException.ThrowIfNull(result);
        Storage storage = intermediate.Storage;
        if (ReferenceEquals(storage, result.Storage) || storage.OwnedByNode)
        {
            return;
        }

        if (intermediate.Node is { } node)
        {
            if (result.Node?.Absorb(node) == true)
            {
                node.Forget(storage);
                storage.Release();
                return;
            }

            // Behind views stands the operation that made the memory: when its rule has run, so have all others.
            Node? maker = node;
            while (maker is { IsView: true })
            {
                maker = maker.Inputs[0].Node;
            }

            maker?.Result = storage;
        }
        else if (result.Node is null)
        {
            storage.Release();
        }
    }
}
