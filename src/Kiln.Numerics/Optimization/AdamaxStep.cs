using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Adamax (Kingma and Ba, "Adam", 2015, section 7.1), in place: m ← m + (1 − β₁)(g − m), u ← max(β₂ u, |g|), w ← w − StepSize · m / (u + ε). The states
/// are m and u.
/// </summary>
/// <param name="StepSize">The step size with the correction for the average's start at zero: η / (1 − β₁ᵗ).</param>
/// <param name="Beta1">The decay of the average of gradients.</param>
/// <param name="Beta2">The decay of the largest gradient.</param>
/// <param name="Epsilon">Keeps the quotient finite.</param>
public readonly record struct AdamaxStep(double StepSize, double Beta1, double Beta2, double Epsilon) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("adamax step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("adamax step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(AdamaxStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _step = T.CreateChecked(-step.StepSize);
        private readonly T _rest1 = T.CreateChecked(1 - step.Beta1);
        private readonly T _keep2 = T.CreateChecked(step.Beta2);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            first = L.MultiplyAdd(L.Broadcast(_rest1), gradient - first, first);
            second = L.Max(L.Broadcast(_keep2) * second, L.Abs(gradient));
            parameter = L.MultiplyAdd(L.Broadcast(_step), first / (second + L.Broadcast(_epsilon)), parameter);
        }
    }
}
