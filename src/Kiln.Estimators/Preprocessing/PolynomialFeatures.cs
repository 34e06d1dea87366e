using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>All products of features up to a degree (scikit-learn: <c>PolynomialFeatures</c>): of a and b to degree 2: 1, a, b, a², a b, b².</summary>
public sealed record PolynomialFeatures : FeatureTransformer
{
    internal static readonly ParameterSet<PolynomialFeatures> Table = new ParameterSet<PolynomialFeatures>("polynomial-features", "products of features up to a degree")
        .IntegerOrPair("degree", e => e.Degree, (e, v) => e with { Degree = v }, (e, least, most) => e with { MinDegree = least, Degree = most }, "the highest degree; or the lowest and the highest, as (2,3)")
        .Integer("min_degree", e => e.MinDegree, (e, v) => e with { MinDegree = v }, "the lowest degree, the bias apart")
        .Flag("interaction_only", e => e.InteractionOnly, (e, v) => e with { InteractionOnly = v }, "whether powers of one feature are left out")
        .Flag("include_bias", e => e.IncludeBias, (e, v) => e with { IncludeBias = v }, "whether the first column is 1");

    /// <summary>The highest degree; 2 by default.</summary>
    public int Degree { get; init; } = 2;

    /// <summary>The lowest degree, the bias apart; 1 by default. (scikit-learn: <c>degree=(min, max)</c>, which by name is understood too.)</summary>
    public int MinDegree { get; init; } = 1;

    /// <summary>Whether only products of different features are made; false by default.</summary>
    public bool InteractionOnly { get; init; }

    /// <summary>Whether the first column is 1; true by default.</summary>
    public bool IncludeBias { get; init; } = true;

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.AtLeast(Name, "degree", Degree, 0);
        Require.AtLeast(Name, "min_degree", MinDegree, 0);
        Require.Together(MinDegree <= Math.Max(1, Degree), Name, "min_degree", MinDegree, "between 0 and the degree");
    }

    /// <inheritdoc/>
    public override PolynomialFeaturesModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        Inputs.Numbers(Name, x);
        var model = new PolynomialFeaturesModel(this, FeatureLayout.Of(x), cancellation);
        return model.Width > 0 ? model : throw new ArgumentException(
            Degree == 0 ? $"{Name}: degree 0 without the bias leaves no features"
                : $"{Name}: interaction_only makes no product of {MinDegree} different features (min_degree) from {x.Columns}, and without the bias no feature is left", nameof(x));
    }
}

/// <summary>Products of features.</summary>
public sealed class PolynomialFeaturesModel : FeatureTransformerModel
{
    // A text's head and the reference to it; and of a column some numbers at least.
    private const int BytesOfText = 32;
    private const int BytesOfNumbers = 16;
    private const int NamesBetweenLooks = 4096;

    private readonly List<Run> _runs = [];
    private readonly bool _bias;
    private readonly int _width;
    private readonly int _first;
    private string[]? _names;

    internal PolynomialFeaturesModel(PolynomialFeatures estimator, FeatureLayout layout, CancellationToken cancellation = default)
        : base(estimator, layout)
    {
        // Of n different features no product has more than n of them.
        var degrees = estimator.InteractionOnly ? Math.Min(estimator.Degree, layout.Count) : estimator.Degree;
        CheckRoom(estimator, layout, degrees);

        // Columns are made degree after degree. Those of a degree that begin with feature f are f times the columns of the degree before that begin with f or a
        // later feature: one run of neighbours times one number. (Products of different features begin with a later one.)
        var begins = new int[layout.Count + 1];
        var count = estimator.Degree > 0 ? layout.Count : 0;
        for (var f = 0; f < layout.Count && estimator.Degree > 0; f++)
        {
            begins[f] = f;
        }

        begins[layout.Count] = count;
        var kept = estimator.MinDegree <= 1 ? 0 : count;
        for (var degree = 2; degree <= degrees; degree++)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = new int[layout.Count + 1];
            for (var f = 0; f < layout.Count; f++)
            {
                next[f] = count;
                var (from, to) = (begins[estimator.InteractionOnly ? f + 1 : f], begins[layout.Count]);
                if (to > from)
                {
                    _runs.Add(new(from, to - from, count, f));
                    count += to - from;
                }
            }

            next[layout.Count] = count;
            kept = degree < estimator.MinDegree ? count : kept;
            begins = next;
        }

        (_bias, _width, _first) = (estimator.IncludeBias, count, kept);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => Names(CancellationToken.None);

    /// <summary>How many features come out.</summary>
    internal int Width => _width - _first + (_bias ? 1 : 0);

    /// <inheritdoc/>
    public override Features Transform(Features x) => Transform(x, CancellationToken.None);

    /// <inheritdoc/>
    public override Features Transform(Features x, CancellationToken cancellation)
    {
        var samples = Inputs.Numbers(Estimator.Name, Align(x));
        var result = samples.Kind == FeaturesKind.Sparse ? Sparse(samples.Sparse!, cancellation) : Dense(samples, cancellation);
        if (CanOverflow(samples))
        {
            Overflow.CheckResult(Estimator.Name, samples, result, allowMissing: false, "the products");
        }

        return result;
    }

    /// <summary>Whether the largest value, as often as a product may have it, leaves the range.</summary>
    private bool CanOverflow(Features x)
    {
        return !double.IsFinite(Math.Pow(Inputs.Largest(x), ((PolynomialFeatures)Estimator).Degree));
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
    }

    internal static PolynomialFeaturesModel Read(ModelReader reader) => new(reader.EstimatorAs<PolynomialFeatures>(), reader.Layout) { Warnings = reader.Warnings };

    /// <summary>
    /// Counts the products before one is made, C(n + d, d) − 1 up to degree d, or C(n, 1) + … + C(n, d) of different features, and what is held of each: its name, and a
    /// number for each of a few samples.
    /// </summary>
    /// <exception cref="InsufficientMemoryException">They do not fit in memory.</exception>
    private static void CheckRoom(PolynomialFeatures estimator, FeatureLayout layout, int degrees)
    {
        // Half of the memory is left to what is made of them.
        var (features, memory) = (layout.Count, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes / 2);
        var letters = layout.Names is { Count: > 0 } names ? names.Average(name => (double)name.Length) : 1 + Math.Floor(Math.Log10(Math.Max(1, features)) + 1);
        var (count, bytes, ofDegree) = (0d, 0d, 1d);
        for (var degree = 1; degree <= degrees; degree++)
        {
            ofDegree *= (estimator.InteractionOnly ? features - degree + 1 : (double)features + degree - 1) / degree;
            count += Math.Round(ofDegree);

            // Of the products of d out of n features, n d / (n + d − 1) differ on average, each with a space and perhaps a power.
            var different = estimator.InteractionOnly || features == 0 ? degree : (double)features * degree / (features + degree - 1);
            bytes += ofDegree * (BytesOfText + BytesOfNumbers + (2 * different * (letters + (different < degree ? 3 : 1))));
            if (count >= Array.MaxLength || bytes > memory)
            {
#pragma warning disable MA0012 // What does not fit in memory is no fault of the data: this is the exception that says so before it is tried.
                throw new InsufficientMemoryException(string.Create(CultureInfo.InvariantCulture,
                    $"{estimator.Name}: the products of {features} features are {count:N0} up to degree {degree} already, which with their names do not fit in memory; lower degree ({estimator.Degree}), "
                    + $"take interaction_only, or choose fewer features first"));
#pragma warning restore MA0012
            }
        }
    }

    private Features Dense(Features x, CancellationToken cancellation)
    {
        if ((long)x.Rows * Width > Array.MaxLength || 8.0 * x.Rows * Width > GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes)
        {
#pragma warning disable MA0012 // As above.
            throw new InsufficientMemoryException(string.Create(CultureInfo.InvariantCulture,
                $"{Estimator.Name}: {x.Rows} samples of {Width} products do not fit in memory; lower degree, take interaction_only, or transform fewer samples at a time"));
#pragma warning restore MA0012
        }

        // Where all degrees come out they are made in place; otherwise aside.
        var width = Width;
        var result = ResultRows.Make(x.Rows, width, Names(cancellation), (from, to, target) =>
        {
            var room = _first > 0 ? ArrayPool<double>.Shared.Rent(_width) : [];
            var samples = FeaturesMarshal.GetSpan(x);
            for (var row = from; row < to && !cancellation.IsCancellationRequested; row++, target = target[width..])
            {
                var products = target[..width];
                if (_bias)
                {
                    products[0] = 1;
                    products = products[1..];
                }

                Products(samples.Slice(row * x.Columns, x.Columns), _first > 0 ? room.AsSpan(0, _width) : products);
                if (_first > 0)
                {
                    room.AsSpan(_first.._width).CopyTo(products);
                }
            }

            ArrayPool<double>.Shared.Return(room);
        });
        GC.KeepAlive(x);
        cancellation.ThrowIfCancellationRequested();
        return result;
    }

    private Features Sparse(SparseMatrix x, CancellationToken cancellation)
    {
        // Row by row through a dense row: what is stored stays sparse, the time is that of the dense transformation.
        var (row, products) = (new double[x.ColumnCount], new double[_width]);
        var (starts, columns, values) = (new int[x.RowCount + 1], new List<int>(), new List<double>());
        for (var r = 0; r < x.RowCount; r++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(row);
            for (var i = x.RowStarts[r]; i < x.RowStarts[r + 1]; i++)
            {
                row[x.ColumnIndices[i]] = x.Values[i];
            }

            Products(row, products);
            if (_bias)
            {
                columns.Add(0);
                values.Add(1);
            }

            for (var c = _first; c < products.Length; c++)
            {
                if (products[c] != 0)
                {
                    columns.Add(c - _first + (_bias ? 1 : 0));
                    values.Add(products[c]);
                }
            }

            starts[r + 1] = columns.Count;
        }

        return Features.Of(new SparseMatrix(starts, [.. columns], [.. values], Width), Names(cancellation));
    }

    private void Products(ReadOnlySpan<double> row, Span<double> products)
    {
        if (products.IsEmpty)
        {
            return;
        }

        row.CopyTo(products);
        ref var start = ref MemoryMarshal.GetReference(products);
        foreach (var run in _runs)
        {
            // Runs are short, and each is followed by the next: lanes may write over its end, which comes later, as long as they stay within the products.
            var feature = row[run.Feature];
            ref var from = ref Unsafe.Add(ref start, run.From);
            ref var to = ref Unsafe.Add(ref start, run.To);
            var room = products.Length - run.To - Vector<double>.Count;
            var i = 0;
            for (; i < run.Length && i <= room; i += Vector<double>.Count)
            {
                (Vector.LoadUnsafe(ref from, (nuint)i) * feature).StoreUnsafe(ref to, (nuint)i);
            }

            for (; i < run.Length; i++)
            {
                Unsafe.Add(ref to, i) = Unsafe.Add(ref from, i) * feature;
            }
        }
    }

    /// <summary>
    /// The names, made when they are first asked for: of the product f × rest that of rest with f before it, or with a power more where rest begins with f.
    /// </summary>
    private string[] Names(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _names) is { } made)
        {
            return made;
        }

        var inputs = InputNames;
        var (names, firsts, powers) = (new string[_width], new int[_width], new int[_width]); // The first feature, and how often it is in the product.
        for (var f = 0; f < Math.Min(inputs.Count, _width); f++)
        {
            (names[f], firsts[f], powers[f]) = (inputs[f], f, 1);
        }

        foreach (var (from, length, to, feature) in _runs)
        {
            var name = inputs[feature];
            for (var i = 0; i < length; i++)
            {
                if (i % NamesBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                var (rest, power) = (names[from + i], firsts[from + i] == feature ? powers[from + i] : 0);
                (firsts[to + i], powers[to + i]) = (feature, power + 1);
                names[to + i] = power == 0 ? $"{name} {rest}" : $"{Power(name, power + 1)}{rest.AsSpan(Power(name, power).Length)}";
            }
        }

        string[] result = _bias || _first > 0 ? [.. _bias ? (string[])["1"] : [], .. names.AsSpan(_first)] : names;
        return Interlocked.CompareExchange(ref _names, result, null) ?? result;
    }

    private static string Power(string name, int power) => power == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}^{power}");

    private readonly record struct Run(int From, int Length, int To, int Feature);
}
