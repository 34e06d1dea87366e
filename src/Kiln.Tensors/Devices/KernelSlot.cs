using System.Runtime.CompilerServices;

namespace Kiln.Tensors;

/// <summary>A kernel of one operand.</summary>
/// <param name="x">The operand, any strides.</param>
internal delegate Tensor UnaryKernel(Tensor x);

/// <summary>A kernel of two operands.</summary>
/// <param name="left">The left operand, any strides.</param>
/// <param name="right">The right operand, any strides.</param>
internal delegate Tensor BinaryKernel(Tensor left, Tensor right);

/// <summary>
/// One op's kernels, a place per device kind. The op's file fills the processor's; a GPU's files fill theirs with
/// <see cref="On"/>, and nothing above changes.
/// </summary>
/// <typeparam name="TKernel">The delegate the op calls.</typeparam>
internal sealed class KernelSlot<TKernel>
    where TKernel : Delegate
{
    private readonly string _op;
    private readonly TKernel?[] _kernels = new TKernel?[2];
    private readonly DTypeSet[] _dtypes = new DTypeSet[2];

    internal KernelSlot(string op, DTypeSet dtypes, TKernel cpu)
    {
        _op = op;
        On(DeviceKind.Cpu, dtypes, cpu);
    }

    internal KernelSlot(string op, TKernel cpu)
        : this(op, DTypeSet.All, cpu)
    {
    }

    /// <summary>Names the kernel of a device and the element types it takes.</summary>
    internal KernelSlot<TKernel> On(DeviceKind device, DTypeSet dtypes, TKernel kernel)
    {
        _kernels[(int)device] = kernel;
        _dtypes[(int)device] = dtypes;
        return this;
    }

    /// <summary>The kernel for an operand's device and element type.</summary>
    /// <exception cref="MissingKernelException">There is none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TKernel For(Tensor x)
    {
        int device = (int)x.Device.Kind;
        if (_kernels[device] is { } kernel && ((int)_dtypes[device] >> (int)x.DType & 1) != 0)
        {
            return kernel;
        }

        throw Missing(x);
    }

    private MissingKernelException Missing(Tensor x) =>
        new(_op, x.Device, x.DType, _kernels[(int)x.Device.Kind] is null ? string.Empty : _dtypes[(int)x.Device.Kind].Describe());
}

/// <summary>A set of element types: bit n stands for the <see cref="DType"/> of value n.</summary>
[Flags]
internal enum DTypeSet
{
    None = 0,
    Float32 = 1 << DType.Float32,
    Float64 = 1 << DType.Float64,
    Float16 = 1 << DType.Float16,
    BFloat16 = 1 << DType.BFloat16,
    Int8 = 1 << DType.Int8,
    Int32 = 1 << DType.Int32,
    Int64 = 1 << DType.Int64,
    UInt8 = 1 << DType.UInt8,
    Bool = 1 << DType.Bool,
    Floating = Float32 | Float64 | Float16 | BFloat16,
    Integer = Int8 | Int32 | Int64 | UInt8,
    Numeric = Floating | Integer,
    All = Numeric | Bool,
}

/// <summary>Text for messages about sets of element types.</summary>
internal static class DTypeSets
{
    internal static string Describe(this DTypeSet set)
    {
        var names = new List<string>();
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            if (((int)set >> (int)dtype & 1) != 0)
            {
                names.Add(dtype.Name());
            }
        }

        return string.Join(", ", names);
    }
}
