namespace Kiln.Neural;

/// <summary>One parameter in one step of an optimiser. It keeps the tensors alive whose memory the kernel changes.</summary>
internal struct ParameterUpdate(string path, Parameter parameter, Tensor gradient)
{
    internal readonly string Path = path;
    internal readonly Parameter Parameter = parameter;
    internal readonly Tensor Gradient = gradient;
    internal Tensor[] State = [];

    internal readonly Tensor Value => Parameter.Value;

    /// <summary>The arrays of all updates of one element type; how many there are.</summary>
    internal static int Arrays<T>(ReadOnlySpan<ParameterUpdate> updates, DType dtype, Span<StepArrays<T>> arrays)
        where T : unmanaged
    {
        int count = 0;
        foreach (ref readonly ParameterUpdate update in updates)
        {
            if (update.Value.DType == dtype)
            {
                arrays[count++] = new ParameterTensors(update.Value, update.Gradient, update.State).Arrays<T>();
            }
        }

        return count;
    }
}

/// <summary>A parameter's tensors as a kernel's arrays, with up to three states.</summary>
/// <remarks>
/// Addresses outlive the spans they were taken from: a tensor's memory never moves, and the caller keeps the tensors until its kernel is done.
/// </remarks>
internal readonly struct ParameterTensors(Tensor value, Tensor gradient, Tensor[] state)
{
    internal unsafe StepArrays<T> Arrays<T>()
        where T : unmanaged => new(
            Changed<T>(value),
            Address(TensorMarshal.GetSpan<T>(gradient)),
            value.Count,
            state.Length > 0 ? Changed<T>(state[0]) : null,
            state.Length > 1 ? Changed<T>(state[1]) : null,
            state.Length > 2 ? Changed<T>(state[2]) : null);

    internal void KeepAlive()
    {
        GC.KeepAlive(value);
        GC.KeepAlive(gradient);
        foreach (Tensor tensor in state)
        {
            GC.KeepAlive(tensor);
        }
    }

    private static unsafe T* Changed<T>(Tensor tensor)
        where T : unmanaged => Address<T>(TensorMarshal.GetWritableSpan<T>(tensor));

    private static unsafe T* Address<T>(ReadOnlySpan<T> span)
        where T : unmanaged
    {
        fixed (T* address = span)
        {
            return address;
        }
    }
}
