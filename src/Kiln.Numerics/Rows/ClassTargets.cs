using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The targets of class rows as the kernels see them. With w the class weights (1 where none are given), t the target, C the number of classes:
/// the loss of a row is (1 − ε) w_t (lse − x_t) + ε/C Σ w_c (lse − x_c).
/// </summary>
internal readonly unsafe struct ClassTargets<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly long* Targets;
    public readonly T* Weights;

    /// <summary>1 − ε.</summary>
    public readonly T Share;

    /// <summary>ε / C; 0 without smoothing.</summary>
    public readonly T Spread;

    /// <summary>Σ w_c.</summary>
    public readonly T TotalWeight;

    private readonly long _ignored;
    private readonly bool _ignores;

    public ClassTargets(long* targets, T* weights, int classes, CrossEntropyOptions options)
    {
        Targets = targets;
        Weights = weights;
        Share = T.CreateTruncating(1 - options.LabelSmoothing);
        Spread = T.CreateTruncating(options.LabelSmoothing / Math.Max(1, classes));
        _ignores = options.IgnoredClass.HasValue;
        _ignored = options.IgnoredClass ?? 0;
        double total = weights == null ? classes : 0;
        for (int c = 0; weights != null && c < classes; c++)
        {
            total += double.CreateTruncating(weights[c]);
        }

        TotalWeight = T.CreateTruncating(total);
    }

    public bool IsIgnored(int row) => _ignores && Targets[row] == _ignored;

    public T WeightOf(long target) => Weights == null ? T.One : Weights[target];

    /// <summary>Throws for a target that is neither a class nor ignored.</summary>
    public void Check(int rows, int classes, string parameter)
    {
        for (int i = 0; i < rows; i++)
        {
            if ((ulong)Targets[i] >= (ulong)classes && !IsIgnored(i))
            {
                throw new ArgumentOutOfRangeException(
                    parameter, $"softmax cross-entropy: target {Targets[i]} of row {i} is not a class; expected 0 to {classes - 1}");
            }
        }
    }
}
