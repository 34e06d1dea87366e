using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Follow the regularized leader, per coordinate (McMahan et al., "Ad click prediction", 2013, algorithm 1; the names of Keras), in place. With g' = g + 2 · Shrinkage · w:
/// <code>
/// n' = n + g²
/// z ← z + g' − (√n' − √n) / η · w
/// w ← (clamp(z, −L1, L1) − z) / (√n' / η + 2 · L2)
/// </code>
/// The states are n and z.
/// </summary>
/// <param name="LearningRate">The step size η; positive.</param>
/// <param name="L1">The weight of the absolute values.</param>
/// <param name="L2">The weight of the squares, with β / 2η where the learning rate has a β.</param>
/// <param name="Shrinkage">The weight of the squares that only gradients feel.</param>
public readonly record struct FtrlStep(double LearningRate, double L1, double L2, double Shrinkage) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("ftrl step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("ftrl step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(FtrlStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _inverse = T.CreateChecked(1 / step.LearningRate);
        private readonly T _l1 = T.CreateChecked(step.L1);
        private readonly T _l2 = T.CreateChecked(2 * step.L2);
        private readonly T _shrinkage = T.CreateChecked(2 * step.Shrinkage);

        public static int States => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L sum = L.MultiplyAdd(gradient, gradient, first);
            L root = L.Sqrt(sum);
            L inverse = L.Broadcast(_inverse);
            L pull = L.MultiplyAdd(L.Broadcast(_shrinkage), parameter, gradient);
            second = second + pull - (root - L.Sqrt(first)) * inverse * parameter;
            L limit = L.Broadcast(_l1);
            L held = L.Min(L.Max(second, -limit), limit);
            parameter = (held - second) / L.MultiplyAdd(root, inverse, L.Broadcast(_l2));
            first = sum;
        }
    }
}
