using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Adadelta (Zeiler, 2012), in place:
/// <code>
/// s ← s + (1 − ρ)(g² − s)
/// δ = √(d + ε) / √(s + ε) · g
/// d ← d + (1 − ρ)(δ² − d)
/// w ← w − η δ
/// </code>
/// The states are s and d.
/// </summary>
/// <param name="LearningRate">The factor η of the step; 1 in the paper.</param>
/// <param name="Rho">The decay ρ of the averages.</param>
/// <param name="Epsilon">Added under the roots.</param>
public readonly record struct AdadeltaStep(double LearningRate, double Rho, double Epsilon) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("adadelta step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("adadelta step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(AdadeltaStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _rate = T.CreateChecked(-step.LearningRate);
        private readonly T _rest = T.CreateChecked(1 - step.Rho);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L epsilon = L.Broadcast(_epsilon);
            first = L.MultiplyAdd(L.Broadcast(_rest), gradient * gradient - first, first);
            L delta = L.Sqrt(second + epsilon) * gradient / L.Sqrt(first + epsilon);
            second = L.MultiplyAdd(L.Broadcast(_rest), delta * delta - second, second);
            parameter = L.MultiplyAdd(L.Broadcast(_rate), delta, parameter);
        }
    }
}
