using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>The width of vector instructions that kernels use, from none to 512 bits.</summary>
public enum InstructionSet
{
    /// <summary>No vector instructions: every kernel runs its scalar form.</summary>
    Scalar,

    /// <summary>128 bits: SSE on x86, Advanced SIMD on ARM.</summary>
    Vector128,

    /// <summary>256 bits with fused multiply-add: AVX2 and FMA.</summary>
    Avx2,

    /// <summary>512 bits: AVX-512 F, BW, CD, DQ and VL.</summary>
    Avx512,
}

/// <summary>What the running processor offers to the kernels.</summary>
public static class InstructionSets
{
    /// <summary>
    /// The widest instruction set that the kernels use in this process. It is fixed for the life of the process: it follows from the
    /// processor and from the runtime's switches (<c>DOTNET_EnableAVX512=0</c>, <c>DOTNET_EnableAVX2=0</c>,
    /// <c>DOTNET_EnableHWIntrinsic=0</c>), and the JIT compiles a comparison with it to a constant.
    /// </summary>
    /// <remarks>
    /// Where the processor has AVX-512 but the runtime judges 512-bit code to slow it down, this is
    /// <see cref="InstructionSet.Avx2"/>.
    /// </remarks>
    public static InstructionSet Current =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? InstructionSet.Avx512
        : Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2
        : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
        : InstructionSet.Scalar;
}
