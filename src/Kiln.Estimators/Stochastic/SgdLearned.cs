namespace Kiln.Estimators;

/// <summary>
/// What stochastic gradient descent has learned, with all that is needed to go on: the coefficients that predict are the averages once averaging has begun.
/// </summary>
internal sealed class SgdLearned
{
    private readonly double[] _current;
    private readonly double[] _currentIntercept;
    private readonly double[] _averages;
    private readonly double[] _averageIntercept;

    public SgdLearned(SgdState[] states, int average, double steps, int epochs)
        : this(
            [.. states.SelectMany(s => s.Weights)], [.. states.Select(s => s.Intercept)], [.. states.SelectMany(s => s.AverageWeights)],
            [.. states.Select(s => s.AverageIntercept)], average > 0 && average <= steps - 1, steps, epochs)
    {
    }

    private SgdLearned(double[] current, double[] currentIntercept, double[] averages, double[] averageIntercept, bool averaged, double steps, int epochs)
    {
        (_current, _currentIntercept, _averages, _averageIntercept) = (current, currentIntercept, averages, averageIntercept);
        (Averaged, Steps, Epochs) = (averaged, steps, epochs);
    }

    /// <summary>(outputs, features).</summary>
    public double[] Coefficients => Averaged ? _averages : _current;

    /// <summary>(outputs,).</summary>
    public double[] Intercept => Averaged ? _averageIntercept : _currentIntercept;

    public bool Averaged { get; }

    /// <summary>The number of the next step, from 1.</summary>
    public double Steps { get; }

    public int Epochs { get; }

    public SgdState State(int output, bool averages)
    {
        var columns = _current.Length / _currentIntercept.Length;
        return new SgdState(0, false)
        {
            Weights = _current.AsSpan(output * columns, columns).ToArray(),
            Intercept = _currentIntercept[output],
            AverageWeights = !averages ? [] : _averages.Length > 0 ? _averages.AsSpan(output * columns, columns).ToArray() : new double[columns],
            AverageIntercept = _averageIntercept[output],
        };
    }

    /// <summary>What a new fit begins with: the coefficients that predict, none averaged yet.</summary>
    public SgdState Begin(int output, bool averages)
    {
        var columns = _current.Length / _currentIntercept.Length;
        return new SgdState(columns, averages) { Weights = Coefficients.AsSpan(output * columns, columns).ToArray(), Intercept = Intercept[output] };
    }

    public void Write(ModelWriter writer)
    {
        writer.Numbers("coefficients", _current);
        writer.Numbers("intercept", _currentIntercept);
        if (_averages.Length > 0)
        {
            writer.Numbers("average_coefficients", _averages);
            writer.Numbers("average_intercept", _averageIntercept);
        }

        writer.Flag("averaged", Averaged);
        writer.Number("steps", Steps);
        writer.Integer("epochs", Epochs);
    }

    public static SgdLearned Read(ModelReader reader, int outputs)
    {
        var count = checked(reader.Layout.Count * outputs);
        var averages = reader.Has("average_coefficients");
        var averaged = reader.Flag("averaged");
        return averaged && !averages
            ? throw reader.Damaged("'average_coefficients' is missing")
            : new(
                reader.Numbers("coefficients", count), reader.Numbers("intercept", outputs), averages ? reader.Numbers("average_coefficients", count) : [],
                averages ? reader.Numbers("average_intercept", outputs) : new double[outputs], averaged, reader.Number("steps"), reader.Count("epochs"));
    }
}
