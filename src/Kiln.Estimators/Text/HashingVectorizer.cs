using System.Globalization;
using System.Text;

namespace Kiln.Estimators;

/// <summary>
/// Texts as counts of their terms, in columns that a hash of the term chooses (scikit-learn: <c>HashingVectorizer</c>): nothing is learned, so it takes texts without
/// end in constant memory; different terms may share a column. Takes one column of text.
/// </summary>
public sealed record HashingVectorizer : TextVectorizer
{
    internal static readonly ParameterSet<HashingVectorizer> Table = Common<HashingVectorizer>("hashing-vectorizer", "texts as counts of hashed terms")
        .Integer("n_features", e => e.Columns, (e, v) => e with { Columns = v }, "how many columns")
        .Flag("binary", e => e.Binary, (e, v) => e with { Binary = v }, "whether counts that are not 0 become 1")
        .OptionalText("norm", e => e.Norm switch { null => null, RowNorm.L1 => "l1", _ => "l2" },
            (e, v) => e with { Norm = v switch { null or "none" => null, "l1" => RowNorm.L1, "l2" => RowNorm.L2, _ => throw new ArgumentException($"hashing-vectorizer: norm cannot be '{v}'; expected l1, l2 or none") } },
            "the length each row is divided by: l2, l1 or none")
        .Flag("alternate_sign", e => e.AlternateSign, (e, v) => e with { AlternateSign = v }, "whether the hash also chooses a sign, so that collisions cancel");

    /// <summary>How many columns; 2²⁰ by default.</summary>
    public int Columns { get; init; } = 1 << 20;

    /// <summary>Whether counts that are not 0 become 1; false by default.</summary>
    public bool Binary { get; init; }

    /// <summary>The length each row is divided by; L2 by default, null for none.</summary>
    public RowNorm? Norm { get; init; } = RowNorm.L2;

    /// <summary>Whether the hash also chooses a sign, so that terms that share a column cancel each other rather than add up; true by default.</summary>
    public bool AlternateSign { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        base.CheckParameters();
        Require.AtLeast(Name, "n_features", Columns, 1);
    }

    /// <summary>Whether all hyper-parameters are equal, lists item by item.</summary>
    /// <param name="other">Another.</param>
    public bool Equals(HashingVectorizer? other) => ParameterEquality.Same(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => ParameterEquality.Hash(this);

    /// <inheritdoc/>
    public override HashingVectorizerModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        Inputs.NoWeights(Name, sampleWeights);
        CheckParameters();
        TextInput.Of(Name, x);
        return new(this, FeatureLayout.Of(x));
    }
}

/// <summary>Counts hashed terms.</summary>
public sealed class HashingVectorizerModel : FeatureTransformerModel
{
    private readonly HashingVectorizer _estimator;
    private readonly TextAnalyzer _analyzer;
    private readonly Lazy<string[]> _names;

    internal HashingVectorizerModel(HashingVectorizer estimator, FeatureLayout layout)
        : base(estimator, layout)
    {
        (_estimator, _analyzer) = (estimator, new(estimator));
        _names = new(() => [.. Enumerable.Range(0, estimator.Columns).Select(i => string.Create(CultureInfo.InvariantCulture, $"hash{i}"))]);
    }

    /// <summary>hash0, hash1, …: the columns stand for no single term. (scikit-learn gives them no names.)</summary>
    public override IReadOnlyList<string> OutputNames => _names.Value;

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var texts = TextInput.Of(Estimator.Name, Align(x));
        var rows = new (int[] Columns, double[] Values)[texts.Length];
        NumberedBlocks.Run(texts.Length, 64, (_, from, to) =>
        {
            var buffers = new TextBuffers();
            var sink = new Sink(_estimator.Columns, _estimator.AlternateSign, [], new byte[256]);
            for (var row = from; row < to; row++)
            {
                sink.Found.Clear();
                _analyzer.Run(texts[row]!, buffers, ref sink);
                rows[row] = Row(sink.Found);
            }
        }, cancellation);
        var starts = new int[texts.Length + 1];
        for (var row = 0; row < rows.Length; row++)
        {
            starts[row + 1] = checked(starts[row] + rows[row].Columns.Length);
        }

        var (columns, values) = (new int[starts[^1]], new double[starts[^1]]);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].Columns.CopyTo(columns, starts[row]);
            rows[row].Values.CopyTo(values, starts[row]);
        }

        return Features.Of(new SparseMatrix(starts, columns, values, _estimator.Columns));
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static HashingVectorizerModel Read(ModelReader reader) => new(reader.EstimatorAs<HashingVectorizer>(), reader.Layout) { Warnings = reader.Warnings };

    private (int[] Columns, double[] Values) Row(List<(int Column, int Sign)> found)
    {
        found.Sort(static (a, b) => a.Column.CompareTo(b.Column));
        var (columns, values) = (new List<int>(found.Count), new List<double>(found.Count));
        foreach (var (column, sign) in found)
        {
            if (columns.Count > 0 && columns[^1] == column)
            {
                values[^1] += sign;
            }
            else
            {
                columns.Add(column);
                values.Add(sign);
            }
        }

        double[] row = [.. values];
        if (_estimator.Binary)
        {
            row.AsSpan().Fill(1);
        }

        if (_estimator.Norm is { } norm)
        {
            NormalizerModel.Normalize(norm, row);
        }

        return ([.. columns], row);
    }

    private struct Sink(int columns, bool signs, List<(int Column, int Sign)> found, byte[] bytes) : ITermSink
    {
        private byte[] _bytes = bytes;

        public readonly List<(int Column, int Sign)> Found => found;

        public void Add(ReadOnlySpan<char> term)
        {
            if (_bytes.Length < 3 * term.Length)
            {
                _bytes = new byte[6 * term.Length];
            }

            var hash = MurmurHash.Of(_bytes.AsSpan(0, Encoding.UTF8.GetBytes(term, _bytes)));

            // The least 32-bit number has no absolute value; scikit-learn puts it where 2³¹ would be.
            var column = hash == int.MinValue ? (int)((1L << 31) % columns) : Math.Abs(hash) % columns;
            found.Add((column, signs && hash < 0 ? -1 : 1));
        }
    }
}
