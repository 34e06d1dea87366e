using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Cross-validation in k parts in which each class has (almost) the same share: scikit-learn's <c>StratifiedKFold(n_splits, shuffle, random_state)</c>.
/// A class with fewer members than parts is missing from some of them.
/// </summary>
/// <param name="Folds">The number of parts, at least 2 and at most the size of the largest class; 5 by default.</param>
/// <param name="Shuffle">Whether the members of a class are dealt out at random rather than in runs; false by default.</param>
/// <param name="Seed">What the choice depends on; 0 by default.</param>
public sealed record StratifiedKFold(int Folds = 5, bool Shuffle = false, uint Seed = 0) : Splitter
{
    /// <inheritdoc/>
    public override bool NeedsLabels => true;

    /// <inheritdoc/>
    public override int SplitCount(int count, IReadOnlyList<int>? groups = null) => Folds;

    /// <inheritdoc/>
    protected override IEnumerable<(RowIndices Train, RowIndices Test)> Plan(int count, int[] labels, int[] groups)
    {
        CheckFolds(Folds, count);
        var classes = ClassesByAppearance(labels);
        CheckLargest(nameof(StratifiedKFold), classes.Counts, Folds);
        return Read();

        IEnumerable<(RowIndices Train, RowIndices Test)> Read()
        {
            foreach (var part in FoldParts.ByNumber(Deal(classes, Folds, Shuffle ? new RandomState(Seed) : null), Folds))
            {
                yield return part;
            }
        }
    }

    /// <summary>Throws when even the largest class has fewer members than there are parts.</summary>
    internal static void CheckLargest(string splitter, int[] counts, int folds)
    {
        if (counts.Max() < folds)
        {
            throw new ArgumentException($"{splitter}: {folds} parts, but the largest class has {(counts.Max() == 1 ? "1 member" : $"{counts.Max()} members")}; use fewer parts");
        }
    }

    /// <summary>Classes numbered in the order in which they first occur, and their sizes.</summary>
    internal static (int[] Codes, int[] Counts) ClassesByAppearance(int[] labels)
    {
        var (codes, distinct) = LabelCodes.OfWhole(labels.AsSpan());
        var renamed = new int[distinct.Length];
        Array.Fill(renamed, -1);
        var next = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            ref var name = ref renamed[codes[i]];
            if (name < 0)
            {
                name = next++;
            }

            codes[i] = name;
        }

        return (codes, LabelCodes.Count(codes, distinct.Length));
    }

    /// <summary>
    /// The fold of each example. How many of a class a fold gets is what dealing out all examples, sorted by class, card by
    /// card would give it; then each class is dealt out in runs, or in random order, to its members as they come.
    /// </summary>
    internal static int[] Deal((int[] Codes, int[] Counts) classes, int folds, RandomState? random)
    {
        var dealt = new int[classes.Codes.Length];
        var next = new int[classes.Counts.Length];
        var start = 0;
        for (var c = 0; c < next.Length; c++)
        {
            next[c] = start;
            var end = start + classes.Counts[c];
            for (int fold = 0, at = start; fold < folds; fold++)
            {
                var share = Cards(end, fold, folds) - Cards(start, fold, folds);
                dealt.AsSpan(at, share).Fill(fold);
                at += share;
            }

            random?.Shuffle(dealt.AsSpan(start, end - start));
            start = end;
        }

        var result = new int[dealt.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = dealt[next[classes.Codes[i]]++];
        }

        return result;
    }

    /// <summary>How many of the first <paramref name="dealt"/> cards a player has.</summary>
    private static int Cards(int dealt, int player, int players) => (dealt - player + players - 1) / players;
}
