using System.Buffers;

namespace Kiln.Data;

/// <summary>Makes the two parts of a split from a description of the test part. Both ascend, as scikit-learn's do, which makes them from masks.</summary>
internal static class FoldParts
{
    /// <summary>The splits in which the examples of each fold in turn are tested.</summary>
    /// <param name="folds">The fold of each example; those of a negative fold are never tested.</param>
    /// <param name="count">How many folds.</param>
    internal static IEnumerable<(int[] Train, int[] Test)> ByNumber(int[] folds, int count)
    {
        var sizes = new int[count];
        foreach (var fold in folds)
        {
            if (fold >= 0)
            {
                sizes[fold]++;
            }
        }

        for (var fold = 0; fold < count; fold++)
        {
            yield return Where(folds, fold, sizes[fold]);
        }
    }

    /// <summary>
    /// Divides the examples into those of a fold and the others. Every number is written to both parts and only one of them
    /// advances: which examples are tested is random, and a branch on it would be mispredicted every few examples.
    /// </summary>
    /// <param name="folds">The fold of each example.</param>
    /// <param name="fold">The one to test.</param>
    /// <param name="size">How many examples it has.</param>
    internal static (int[] Train, int[] Test) Where(ReadOnlySpan<int> folds, int fold, int size)
    {
        var (train, test) = (GC.AllocateUninitializedArray<int>(folds.Length - size), GC.AllocateUninitializedArray<int>(size));

        // One more place than there are examples in each: a part that is already full is still written to.
        var rented = ArrayPool<int>.Shared.Rent(folds.Length + 2);
        var others = rented.AsSpan(0, train.Length + 1);
        var chosen = rented.AsSpan(train.Length + 1, size + 1);
        int o = 0, c = 0;
        for (var i = 0; i < folds.Length; i++)
        {
            var hit = folds[i] == fold ? 1 : 0;
            others[o] = i;
            chosen[c] = i;
            o += 1 - hit;
            c += hit;
        }

        others[..^1].CopyTo(train);
        chosen[..^1].CopyTo(test);
        ArrayPool<int>.Shared.Return(rented);
        return (train, test);
    }

    /// <summary>The split that tests the given examples, which need not ascend.</summary>
    internal static (int[] Train, int[] Test) Testing(int count, ReadOnlySpan<int> tested)
    {
        var marks = ArrayPool<int>.Shared.Rent(count);
        var mask = marks.AsSpan(0, count);
        mask.Clear();
        foreach (var i in tested)
        {
            mask[i] = 1;
        }

        var result = Where(mask, 1, tested.Length);
        ArrayPool<int>.Shared.Return(marks);
        return result;
    }

    /// <summary>The split that tests a run of examples.</summary>
    internal static (int[] Train, int[] Test) TestingRun(int count, int start, int size)
    {
        var train = GC.AllocateUninitializedArray<int>(count - size);
        FillRun(train.AsSpan(0, start), 0);
        FillRun(train.AsSpan(start), start + size);
        return (train, Range(start, size));
    }

    /// <summary>The numbers start, start + 1, …</summary>
    internal static int[] Range(int start, int size)
    {
        var range = GC.AllocateUninitializedArray<int>(size);
        FillRun(range, start);
        return range;
    }

    private static void FillRun(Span<int> values, int start)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = start + i;
        }
    }
}
