namespace Kiln.Neural;

/// <summary>One parameter in one step of an optimiser. It keeps the tensors alive whose memory the kernel changes.</summary>
internal struct ParameterUpdate(string path, Parameter parameter, Tensor gradient)
{
    internal readonly string Path = path;
    internal readonly Parameter Parameter = parameter;
    internal readonly Tensor Gradient = gradient;
    internal Tensor[] State = [];

    internal readonly Tensor Value => Parameter.Value;

    /// <summary>The arrays of all updates of one element type, up to two states each; how many there are.</summary>
    /// <remarks>
    /// Addresses outlive the spans they were taken from: a tensor's memory never moves, and the caller keeps the updates, which hold the
    /// tensors, until its kernel is done.
    /// </remarks>
    internal static unsafe int Arrays<T>(ReadOnlySpan<ParameterUpdate> updates, DType dtype, Span<StepArrays<T>> arrays)
        where T : unmanaged
    {
        int count = 0;
        foreach (ref readonly ParameterUpdate update in updates)
        {
            if (update.Value.DType == dtype)
            {
                arrays[count++] = new StepArrays<T>(
                    Changed<T>(update.Value),
                    Address(TensorMarshal.GetSpan<T>(update.Gradient)),
                    update.Value.Count,
                    update.State.Length > 0 ? Changed<T>(update.State[0]) : null,
                    update.State.Length > 1 ? Changed<T>(update.State[1]) : null);
            }
        }

        return count;
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
