namespace Kiln.Estimators;

/// <summary>Fitted knots.</summary>
public sealed class SplineTransformerModel : FeatureTransformerModel
{
    private readonly SplineTransformer _estimator;
    private readonly double[][] _base;
    private readonly BSplines[] _splines;
    private readonly int _width;
    private readonly string[] _names;

    internal SplineTransformerModel(SplineTransformer estimator, FeatureLayout layout, double[][] knots)
        : base(estimator, layout)
    {
        (_estimator, _base) = (estimator, knots);
        _splines = Array.ConvertAll(knots, own => new BSplines(own, estimator.Degree, estimator.Extrapolation == SplineExtrapolation.Periodic));
        _width = (_splines.Length == 0 ? 0 : _splines[0].Count) - (estimator.IncludeBias ? 0 : 1);
        _names = [.. InputNames.SelectMany(name => Enumerable.Range(0, _width).Select(i => $"{name}_sp_{i}"))];
    }

    /// <summary>The knots of each feature.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Knots => _base;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OutputNames => _names;

    /// <inheritdoc/>
    public override Features Transform(Features x)
    {
        var samples = Inputs.NotSparse(Estimator.Name, Align(x));
        var width = _names.Length;
        var values = new double[checked(samples.Rows * width)];
        NumberedBlocks.Run(samples.Rows, 8 * width, (_, from, to) =>
        {
            var all = new double[_width + 1];
            for (var row = from; row < to; row++)
            {
                for (var c = 0; c < _splines.Length; c++)
                {
                    Array.Clear(all);
                    Values(samples, row, c, all);
                    all.AsSpan(0, _width).CopyTo(values.AsSpan((row * width) + (c * _width)));
                }
            }
        });
        var result = Features.Dense(values, samples.Rows, width, _names);
        Overflow.CheckResult(Estimator.Name, samples, result, allowMissing: false, "the splines");
        return result;
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (var c = 0; c < _base.Length; c++)
        {
            writer.Numbers(PipelineFit.Key(c), _base[c]);
        }
    }

    internal static SplineTransformerModel Read(ModelReader reader)
    {
        var estimator = reader.EstimatorAs<SplineTransformer>();
        return new(estimator, reader.Layout, reader.Each(reader.Layout.Count, c => reader.Numbers(PipelineFit.Key(c), estimator.KnotCount))) { Warnings = reader.Warnings };
    }

    private void Values(Features x, int row, int column, Span<double> to)
    {
        var (splines, value, low, high) = (_splines[column], x.Row(row)[column], _base[column][0], _base[column][^1]);
        var (inside, outside) = (Math.Clamp(value, low, high), value < low || value > high);
        switch (_estimator.Extrapolation)
        {
            case SplineExtrapolation.Periodic:
                splines.Add(low + Remainder(value - low, high - low), 1, derivative: false, to);
                break;
            case SplineExtrapolation.Error when outside:
                throw new DatasetException(Estimator.Name, row, x.NameOf(column), $"is {PythonNumber.Text(value, whole: true)}, beyond the outer knots; another extrapolation takes it") { Column = column, Value = value };
            case SplineExtrapolation.Continue:
                splines.Add(value, 1, derivative: false, to);
                break;
            default:
                splines.Add(inside, 1, derivative: false, to);
                if (outside && _estimator.Extrapolation == SplineExtrapolation.Linear)
                {
                    splines.Add(inside, value - inside, derivative: true, to);
                }

                break;
        }
    }

    private static double Remainder(double value, double period) => value - (Math.Floor(value / period) * period);
}
