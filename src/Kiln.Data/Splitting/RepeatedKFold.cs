using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Shuffled k-fold cross-validation, several times with other parts: scikit-learn's <c>RepeatedKFold(n_splits, n_repeats, random_state)</c>.</summary>
/// <param name="Folds">The number of parts, at least 2 and at most the number of examples; 5 by default.</param>
/// <param name="Repeats">How often, at least 1; 10 by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record RepeatedKFold(int Folds = 5, int Repeats = 10, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => checked(Folds * Repeats);

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckFolds(Folds, count);
        CheckRepeats(nameof(Repeats), Repeats);
        return Read();

        IEnumerable<(RowIndices Train, RowIndices Test)> Read()
        {
            var random = new RandomState(Seed);
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                foreach (var part in KFold.Parts(count, Folds, random))
                {
                    yield return part;
                }
            }
        }
    }
}
