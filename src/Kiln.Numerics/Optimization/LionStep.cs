using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Lion (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2), in place: w ← w · (1 − DecoupledDecay) − η sign(β₁ m + (1 − β₁) g), then
/// m ← m + (1 − β₂)(g − m). The state is m. The sign of 0 is 0, that of NaN is NaN.
/// </summary>
/// <param name="LearningRate">The step size η.</param>
/// <param name="Beta1">The weight of the average in the step.</param>
/// <param name="Beta2">The decay of the average.</param>
/// <param name="DecoupledDecay">The share of the parameter that is taken away, learning rate included.</param>
public readonly record struct LionStep(double LearningRate, double Beta1, double Beta2, double DecoupledDecay) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("lion step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("lion step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(LionStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _rate = T.CreateChecked(-step.LearningRate);
        private readonly T _rest1 = T.CreateChecked(1 - step.Beta1);
        private readonly T _rest2 = T.CreateChecked(1 - step.Beta2);
        private readonly T _keep = T.CreateChecked(1 - step.DecoupledDecay);

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L direction = L.MultiplyAdd(L.Broadcast(_rest1), gradient - first, first);
            L zero = L.Constant(0);
            L moves = L.LessThan(zero, L.Abs(direction));
            L sign = L.Select(moves, L.CopySign(L.Constant(1), direction), direction); // 0 and NaN stay what they are.
            parameter = L.MultiplyAdd(L.Broadcast(_rate), sign, parameter * L.Broadcast(_keep));
            first = L.MultiplyAdd(L.Broadcast(_rest2), gradient - first, first);
        }
    }
}
