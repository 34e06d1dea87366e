using System.Buffers;
using System.Numerics;

namespace Kiln.Data;

/// <summary>Makes the two parts of a split from a description of the test part. Both ascend, as scikit-learn's do, which makes them from masks.</summary>
/// <remarks>
/// The test part is listed. The training part is what lies between its numbers, and is written only when somebody asks: memory that is touched for the first time is what
/// a split costs most. Runs of consecutive numbers are then written some lanes at a time without a look at which example is where, which is random and would be mispredicted
/// every few examples.
/// </remarks>
internal static class FoldParts
{
    private const int WordBits = 64;

    /// <summary>The splits in which the examples of each fold in turn are tested.</summary>
    /// <param name="folds">The fold of each example; those of a negative fold are never tested.</param>
    /// <param name="count">How many folds.</param>
    internal static IEnumerable<(RowIndices Train, RowIndices Test)> ByNumber(int[] folds, int count)
    {
        // The examples fold by fold, each fold's ascending; those of no fold first.
        var starts = new int[count + 2];
        foreach (var fold in folds)
        {
            starts[Math.Max(fold, -1) + 2]++;
        }

        for (var fold = 1; fold < starts.Length; fold++)
        {
            starts[fold] += starts[fold - 1];
        }

        var (members, next) = (GC.AllocateUninitializedArray<int>(folds.Length), starts.AsSpan(0, count + 1).ToArray());
        for (var i = 0; i < folds.Length; i++)
        {
            members[next[Math.Max(folds[i], -1) + 1]++] = i;
        }

        for (var fold = 0; fold < count; fold++)
        {
            yield return Halves(folds.Length, members, starts[fold + 1], starts[fold + 2] - starts[fold + 1]);
        }
    }

    /// <summary>Divides the examples into those of a fold and the others.</summary>
    /// <param name="folds">The fold of each example.</param>
    /// <param name="fold">The one to test.</param>
    /// <param name="size">How many examples it has.</param>
    internal static (RowIndices Train, RowIndices Test) Where(ReadOnlySpan<int> folds, int fold, int size)
    {
        // Every number is written, and only those of the fold advance; the others overwrite the last.
        var (members, at) = (GC.AllocateUninitializedArray<int>(size + 1), 0);
        for (var i = 0; i < folds.Length; i++)
        {
            members[at] = i;
            at += folds[i] == fold ? 1 : 0;
        }

        return Halves(folds.Length, members, 0, size);
    }

    /// <summary>The split that tests the given examples, which need not ascend.</summary>
    internal static (RowIndices Train, RowIndices Test) Testing(int count, ReadOnlySpan<int> tested)
    {
        // A bit for each example sorts them: twelve kilobytes for a hundred thousand.
        var rented = ArrayPool<ulong>.Shared.Rent((count / WordBits) + 1);
        var words = rented.AsSpan(0, (count / WordBits) + 1);
        words.Clear();
        foreach (var i in tested)
        {
            words[i / WordBits] |= 1UL << (i % WordBits);
        }

        var members = GC.AllocateUninitializedArray<int>(tested.Length);
        var at = 0;
        for (var word = 0; word < words.Length; word++)
        {
            for (var bits = words[word]; bits != 0; bits &= bits - 1)
            {
                members[at++] = (word * WordBits) + BitOperations.TrailingZeroCount(bits);
            }
        }

        ArrayPool<ulong>.Shared.Return(rented);
        return Halves(count, members, 0, tested.Length);
    }

    /// <summary>The split that tests a run of examples.</summary>
    internal static (RowIndices Train, RowIndices Test) TestingRun(int count, int start, int size) => (RowIndices.Except(count, start, size), RowIndices.Range(start, size));

    /// <summary>The numbers start, start + 1, …</summary>
    internal static int[] Range(int start, int size)
    {
        var range = GC.AllocateUninitializedArray<int>(size);
        FillRun(range, start);
        return range;
    }

    /// <summary>The split that tests what stands in an array, ascending.</summary>
    private static (RowIndices Train, RowIndices Test) Halves(int count, int[] members, int start, int size) =>
        (RowIndices.Except(count, members, start, size), new(members, start, size));

    /// <summary>Writes the numbers below a count that are not among some ascending ones.</summary>
    internal static void WriteOthers(int count, ReadOnlySpan<int> without, Span<int> others)
    {
        var (at, next) = (0, 0);
        foreach (var number in without)
        {
            // Most runs are shorter than a register: it is written whole, and what is too much is overwritten by the next run.
            var size = number - next;
            if (size <= Vector<int>.Count && at <= others.Length - Vector<int>.Count)
            {
                Vector.CreateSequence(next, 1).CopyTo(others[at..]);
            }
            else
            {
                FillRun(others.Slice(at, size), next);
            }

            (at, next) = (at + size, number + 1);
        }

        FillRun(others[at..], next);
    }

    /// <summary>Writes start, start + 1, …</summary>
    internal static void FillRun(Span<int> values, int start)
    {
        var i = 0;
        if (values.Length >= Vector<int>.Count)
        {
            var (numbers, step) = (Vector.CreateSequence(start, 1), new Vector<int>(Vector<int>.Count));
            for (; i <= values.Length - Vector<int>.Count; i += Vector<int>.Count)
            {
                numbers.CopyTo(values[i..]);
                numbers += step;
            }
        }

        for (; i < values.Length; i++)
        {
            values[i] = start + i;
        }
    }
}
