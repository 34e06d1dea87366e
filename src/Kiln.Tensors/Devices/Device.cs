namespace Kiln.Tensors;

/// <summary>Where a tensor's elements live and its operations run.</summary>
/// <param name="Kind">The kind of device.</param>
/// <param name="Index">Which of its kind, from 0.</param>
public readonly record struct Device(DeviceKind Kind, int Index = 0)
{
    /// <summary>The processor and its memory.</summary>
    public static Device Cpu => default;

    /// <summary><c>cpu</c>, or kind and index.</summary>
    public override string ToString() => Kind == DeviceKind.Cpu ? "cpu" : $"{Kind.ToString().ToLowerInvariant()}:{Index}";
}

/// <summary>The kinds of device that have a place in the kernel tables.</summary>
public enum DeviceKind
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU. Its kernels register themselves; none are in this version.</summary>
    Cuda,
}
