namespace Kiln.Estimators.Tests;

/// <summary>Transformers whose loops take rows in lanes, against their definition value by value, on widths that end within lanes and on rows of many blocks.</summary>
public class PreparationShapeTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 7, 1 }, { 5, 3 }, { 40, 20 }, { 9, 130 }, { 3, 4099 }, { 9000, 21 } };

    [Fact]
    public void No_product_of_enough_different_features_is_told_as_that()
    {
        var x = Features.Dense([1, 2], 2, 1);
        Should.Throw<ArgumentException>(() => new PolynomialFeatures { InteractionOnly = true, Degree = 4, MinDegree = 2, IncludeBias = false }.Fit(x)).Message
            .ShouldStartWith("polynomial-features: interaction_only makes no product of 2 different features (min_degree) from 1, and without the bias no feature is left");
        Should.Throw<ArgumentException>(() => new PolynomialFeatures { Degree = 0, MinDegree = 0, IncludeBias = false }.Fit(x)).Message.ShouldStartWith("polynomial-features: degree 0 without");
    }

    /// <summary>scikit-learn 1.2.1: SplineTransformer(4, degree=0, extrapolation="periodic") of 0, 1, 2, 3 and then −0.5, 1.5, 3, 4.</summary>
    [Fact]
    public void Periodic_splines_of_degree_0_are_the_intervals()
    {
        var model = new SplineTransformer { KnotCount = 4, Degree = 0, Extrapolation = SplineExtrapolation.Periodic }.Fit(Features.Dense([0, 1, 2, 3], 4, 1));
        model.Transform(Features.Dense([-0.5, 1.5, 3, 4], 4, 1)).Values.ToArray().ShouldBe([0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0]);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_are_divided_by_their_length(int rows, int columns)
    {
        var x = Draw(rows, columns);
        foreach (var norm in Enum.GetValues<RowNorm>())
        {
            var y = new Normalizer { Norm = norm }.Fit(x).Transform(x);
            for (var row = 0; row < rows; row++)
            {
                var values = x.Row(row).ToArray();
                var length = norm switch { RowNorm.L1 => values.Sum(Math.Abs), RowNorm.Max => values.Max(Math.Abs), _ => Math.Sqrt(values.Sum(v => v * v)) };
                Near(y.Row(row), Array.ConvertAll(values, v => length == 0 ? v : v / length));
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Bins_count_the_edges_below(int rows, int columns)
    {
        if (rows < 5)
        {
            return;
        }

        var x = Draw(rows, columns);
        foreach (var bins in new[] { 2, 5, 40 })
        {
            var estimator = new KBinsDiscretizer { Bins = [.. Enumerable.Range(0, columns).Select(c => c % 3 == 0 ? bins : 3.0)], Strategy = BinStrategy.Uniform, Encode = BinEncoding.Ordinal };
            var model = estimator.Fit(x);
            var (codes, ones) = (model.Transform(x), (estimator with { Encode = BinEncoding.OneHotDense }).Fit(x).Transform(x));
            for (var row = 0; row < rows; row++)
            {
                var expected = x.Row(row).ToArray().Select((v, c) => (double)model.BinEdges[c].Skip(1).SkipLast(1).Count(edge => edge <= v)).ToArray();
                codes.Row(row).ToArray().ShouldBe(expected);
                ones.Row(row).ToArray().ShouldBe(expected.SelectMany((bin, c) => Enumerable.Range(0, model.BinEdges[c].Count - 1).Select(i => i == bin ? 1.0 : 0)));
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Medians_and_quantiles_are_those_of_the_sorted_column(int rows, int columns)
    {
        var x = Draw(rows, columns, missing: rows > 3);
        var model = new RobustScaler { QuantileRange = [10, 70] }.Fit(x);
        for (var c = 0; c < columns; c++)
        {
            double[] sorted = [.. Enumerable.Range(0, rows).Select(row => x.Row(row)[c]).Where(v => !double.IsNaN(v)).Order()];
            model.Centers.Span[c].ShouldBe((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, 1e-15);
            var (low, high) = (Quantile(sorted, 0.1), Quantile(sorted, 0.7));
            model.Scales.Span[c].ShouldBe(high == low ? 1 : high - low, 1e-14);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Ranks_are_interpolated_between_quantiles_and_ties_take_the_middle(int rows, int columns)
    {
        var x = Draw(rows, columns, missing: rows > 3, rounded: true);
        var model = new QuantileTransformer { Quantiles = 50 }.Fit(x);
        var (y, quantiles) = (model.Transform(x), model.Quantiles.ToArray<double>());
        var count = quantiles.Length / columns;
        for (var row = 0; row < Math.Min(rows, 300); row++)
        {
            for (var c = 0; c < columns; c++)
            {
                var value = x.Row(row)[c];
                var own = quantiles.AsSpan(c * count, count);
                if (double.IsNaN(value) || value == own[0] || value == own[^1])
                {
                    y.Row(row)[c].ShouldBe(double.IsNaN(value) ? value : value == own[0] ? 0 : 1);
                    continue;
                }

                // The first quantile at or above, the last at or below.
                var (first, last) = (0, count - 1);
                while (own[first] < value)
                {
                    first++;
                }

                while (own[last] > value)
                {
                    last--;
                }

                var expected = own[first] == value ? (first + last) / 2.0 : last + ((value - own[last]) / (own[first] - own[last]));
                y.Row(row)[c].ShouldBe(expected / (count - 1), 1e-13);
            }
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void All_products_of_two_come_in_order(int rows, int columns)
    {
        if (columns > 200)
        {
            return;
        }

        var x = Draw(Math.Min(rows, 500), columns);
        var y = new PolynomialFeatures().Fit(x).Transform(x);
        for (var row = 0; row < x.Rows; row++)
        {
            var values = x.Row(row).ToArray();
            y.Row(row).ToArray().ShouldBe([1, .. values, .. values.SelectMany((v, i) => values.Skip(i).Select(w => v * w))]);
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Powers_are_those_of_the_formulas(int rows, int columns)
    {
        double[] some = [0.7, -1.3, 0, 2, 1, 3.1, -2e-17];
        var lambdas = Enumerable.Range(0, columns).Select(c => some[c % some.Length]).ToArray();
        var (means, scales) = (lambdas.Select(l => l * 0.1).ToArray(), lambdas.Select(l => 1 + (l * l)).ToArray());
        foreach (var method in Enum.GetValues<PowerMethod>())
        {
            var x = Draw(Math.Min(rows, 500), columns, missing: true);
            x = method == PowerMethod.BoxCox ? Features.Dense(Array.ConvertAll(x.Values.ToArray(), v => v + 0.6), x.Rows, columns) : x;
            var (plain, standard) = (Powers.Transform(x, lambdas, method), Powers.Transform(x, lambdas, method, means, scales));
            for (var row = 0; row < x.Rows; row++)
            {
                var expected = x.Row(row).ToArray().Select((v, c) => Power(v, lambdas[c], method)).ToArray();
                Near(plain.Row(row), expected);
                Near(standard.Row(row), [.. expected.Select((v, c) => (v - means[c]) / scales[c])]);
            }
        }
    }

    [Fact]
    public void Results_too_large_for_the_caches_have_the_bits_of_small_ones()
    {
        foreach (var (estimator, columns, rows) in new (FeatureTransformer, int, int)[]
        {
            (new StandardScaler(), 20, 80_000), (new Normalizer(), 21, 80_000), (new KBinsDiscretizer { Encode = BinEncoding.Ordinal }, 21, 80_000),
            (new PowerTransformer(), 3, 600_000), (new PolynomialFeatures(), 20, 7_000), (new PolynomialFeatures { MinDegree = 2 }, 20, 8_000),
        })
        {
            var x = Draw(rows, columns);
            var few = x.Take([0, 1, 2, .. Enumerable.Range(rows - 1003, 1003)]);
            var model = estimator.Fit(few);
            var (whole, part) = (model.Transform(x), model.Transform(few));
            part.Values[(3 * part.Columns)..].SequenceEqual(whole.Values[((rows - 1003) * part.Columns)..]).ShouldBeTrue(estimator.Name);
            part.Values[..(3 * part.Columns)].SequenceEqual(whole.Values[..(3 * part.Columns)]).ShouldBeTrue(estimator.Name);
        }
    }

    [Fact]
    public void An_infinity_is_refused_where_missing_values_pass()
    {
        var values = Draw(9000, 21, missing: true).Values.ToArray();
        values[(8500 * 21) + 20] = double.NegativeInfinity;
        var x = Features.Dense(values, 9000, 21);
        var model = new StandardScaler().Fit(Draw(9000, 21, missing: true));
        Should.Throw<DatasetException>(() => model.Transform(x)).Message.ShouldContain("column 20 of sample 8500");
        values[(8500 * 21) + 20] = 0;
        model.Transform(x).Values.ToArray().Count(double.IsNaN).ShouldBe(values.Count(double.IsNaN));
        Should.Throw<DatasetException>(() => new Normalizer().Fit(Draw(9000, 21)).Transform(x)).Message.ShouldContain("is NaN");
    }

    private static double Power(double x, double lambda, PowerMethod method) => method == PowerMethod.BoxCox
        ? Math.Abs(lambda) < 1e-16 ? Math.Log(x) : (Math.Pow(x, lambda) - 1) / lambda
        : x >= 0 ? Math.Abs(lambda) < 1e-16 ? Math.Log(1 + x) : (Math.Pow(1 + x, lambda) - 1) / lambda
        : lambda == 2 ? -Math.Log(1 - x) : -(Math.Pow(1 - x, 2 - lambda) - 1) / (2 - lambda);

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var left = (int)place;
        return sorted[left] + ((place - left) * (sorted[Math.Min(left + 1, sorted.Length - 1)] - sorted[left]));
    }

    private static Features Draw(int rows, int columns, bool missing = false, bool rounded = false)
    {
        var random = new Random(3);
        var values = new double[rows * columns];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = missing && i > columns * 2 && i % 11 == 0 ? double.NaN : rounded ? random.Next(-20, 20) : random.NextDouble() - 0.5;
        }

        values.AsSpan(0, columns).Clear();
        return Features.Dense(values, rows, columns);
    }

    private static void Near(ReadOnlySpan<double> actual, double[] expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Equals(actual[i]))
            {
                actual[i].ShouldBe(expected[i], 1e-14);
            }
        }
    }
}
