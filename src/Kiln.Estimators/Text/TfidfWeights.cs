using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>How rare terms count for more: what TF-IDF vectorizer and transformer have in common.</summary>
internal sealed record TfidfWeights(RowNorm? Norm, bool UseIdf, bool SmoothIdf, bool SublinearTf)
{
    public static ParameterSet<T> Add<T>(ParameterSet<T> table, Func<T, TfidfWeights> get, Func<T, TfidfWeights, T> set)
        where T : Estimator, new() => table
            .OptionalText("norm", e => Word(get(e).Norm), (e, v) => set(e, get(e) with { Norm = Parse(table.Name, v) }), "the length each row is divided by: l2, l1 or none")
            .Flag("use_idf", e => get(e).UseIdf, (e, v) => set(e, get(e) with { UseIdf = v }), "whether rare terms count for more")
            .Flag("smooth_idf", e => get(e).SmoothIdf, (e, v) => set(e, get(e) with { SmoothIdf = v }), "whether one text more that has all terms is thought of")
            .Flag("sublinear_tf", e => get(e).SublinearTf, (e, v) => set(e, get(e) with { SublinearTf = v }), "whether a count n becomes 1 + log n");

    /// <summary>log(n / df) + 1, with both numbers one larger when smooth.</summary>
    public double[] Idf(SparseMatrix counts)
    {
        var more = SmoothIdf ? 1 : 0;
        return UseIdf ? Array.ConvertAll(TermLimits.DocumentCounts(counts), df => Math.Log((counts.RowCount + more) / (double)(df + more)) + 1) : [];
    }

    /// <summary>The weighted counts, each row of length 1.</summary>
    public SparseMatrix Apply(SparseMatrix counts, double[] idf)
    {
        var values = LargeArray.Uninitialized<double>(counts.StoredCount);
        NumberedBlocks.Run(counts.RowCount, Math.Max(1, counts.StoredCount / Math.Max(1, counts.RowCount)), (_, from, to) =>
        {
            for (var row = from; row < to; row++)
            {
                Row(counts, row, idf, values.AsSpan(counts.RowStarts[row]..counts.RowStarts[row + 1]));
            }
        });
        return new(counts.RowStarts.ToArray(), counts.ColumnIndices.ToArray(), values, counts.ColumnCount);
    }

    private void Row(SparseMatrix counts, int row, double[] idf, Span<double> to)
    {
        var range = counts.RowStarts[row]..counts.RowStarts[row + 1];
        counts.Values[range].CopyTo(to);
        if (SublinearTf)
        {
            foreach (ref var value in to)
            {
                value = Math.Log(value) + 1;
            }
        }

        if (UseIdf)
        {
            var columns = counts.ColumnIndices[range];
            for (var i = 0; i < to.Length; i++)
            {
                to[i] *= idf[columns[i]];
            }
        }

        if (Norm is { } norm)
        {
            NormalizerModel.Normalize(norm, to);
        }
    }

    private static string? Word(RowNorm? norm) => norm switch { null => null, RowNorm.L1 => "l1", RowNorm.Max => "max", _ => "l2" };

    private static RowNorm? Parse(string owner, string? word) => word switch
    {
        null or "none" => null,
        "l1" => RowNorm.L1,
        "l2" => RowNorm.L2,
        _ => throw new ArgumentException($"{owner}: norm cannot be '{word}'; expected l1, l2 or none", nameof(word)),
    };
}
