using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>A pass of attention, written once for every element type and vector width.</summary>
internal interface IAttentionPass
{
    /// <summary>Runs the pass. The tile kernels know their vectors as <typeparamref name="TVector"/>, the exponentials the same ones as <typeparamref name="L"/>.</summary>
    public static abstract void Run<T, TVector, TLanes, L>(in AttentionProblem<T> problem)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
        where L : unmanaged, IFloatLanes<L, T>;
}

/// <summary>Chooses the vectors of a pass.</summary>
internal static class AttentionDispatch
{
    public static void Run<TPass, T>(ref AttentionProblem<T> problem)
        where TPass : struct, IAttentionPass
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            ref var single = ref Unsafe.As<AttentionProblem<T>, AttentionProblem<float>>(ref problem);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    TPass.Run<float, Vector512<float>, Single512Lanes, Lanes512<float>>(single);
                    break;
                case InstructionSet.Avx2:
                    TPass.Run<float, Vector256<float>, Single256Lanes, Lanes256<float>>(single);
                    break;
                case InstructionSet.Vector128:
                    TPass.Run<float, Vector128<float>, Single128Lanes, Lanes128<float>>(single);
                    break;
                default:
                    TPass.Run<float, float, SingleScalarLanes, Lanes1<float>>(single);
                    break;
            }
        }
        else
        {
            ref var wide = ref Unsafe.As<AttentionProblem<T>, AttentionProblem<double>>(ref problem);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    TPass.Run<double, Vector512<double>, Double512Lanes, Lanes512<double>>(wide);
                    break;
                case InstructionSet.Avx2:
                    TPass.Run<double, Vector256<double>, Double256Lanes, Lanes256<double>>(wide);
                    break;
                case InstructionSet.Vector128:
                    TPass.Run<double, Vector128<double>, Double128Lanes, Lanes128<double>>(wide);
                    break;
                default:
                    TPass.Run<double, double, DoubleScalarLanes, Lanes1<double>>(wide);
                    break;
            }
        }
    }
}
