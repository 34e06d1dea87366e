using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011), in place: s ← s + g², w ← w − η g / √(s + ε). The state is s.
/// </summary>
/// <param name="LearningRate">The step size η.</param>
/// <param name="Epsilon">Added under the root.</param>
public readonly record struct AdagradStep(double LearningRate, double Epsilon) : IOptimizerStep
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<float>> arrays) => OptimizerLoops.Run("adagrad step", new Formula<float>(this), arrays);

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<StepArrays<double>> arrays) => OptimizerLoops.Run("adagrad step", new Formula<double>(this), arrays);

    private readonly struct Formula<T>(AdagradStep step) : IStepFormula<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly T _rate = T.CreateChecked(step.LearningRate);
        private readonly T _epsilon = T.CreateChecked(step.Epsilon);

        public static int States => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
            where L : unmanaged, IFloatLanes<L, T>
        {
            first = L.MultiplyAdd(gradient, gradient, first);
            parameter -= L.Broadcast(_rate) * gradient / L.Sqrt(first + L.Broadcast(_epsilon));
        }
    }
}
