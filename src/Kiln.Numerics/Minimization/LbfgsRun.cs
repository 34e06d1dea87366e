namespace Kiln.Numerics;

/// <summary>The state of one minimization.</summary>
internal sealed class LbfgsRun
{
    private readonly Objective _objective;
    private readonly LbfgsOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly CurvaturePairs _pairs;
    private readonly double[] _direction;
    private double[] _x;
    private double[] _gradient;
    private double[] _trial;
    private double[] _trialGradient;
    private double[]? _best;
    private double[]? _bestGradient;
    private double _value;
    private int _evaluations;
    private int _iterations;

    public LbfgsRun(Objective objective, ReadOnlySpan<double> start, LbfgsOptions options, CancellationToken cancellation)
    {
        _objective = objective;
        _options = options;
        _cancellation = cancellation;
        _x = start.ToArray();
        _gradient = new double[_x.Length];
        _trial = new double[_x.Length];
        _trialGradient = new double[_x.Length];
        _direction = new double[_x.Length];
        _pairs = new CurvaturePairs(_x.Length, options.Memory, options.InverseCurvature);
    }

    public LbfgsResult Minimize()
    {
        _value = Evaluate(_x, _gradient);
        if (!double.IsFinite(_value) || !AllFinite(_gradient))
        {
            return Result(StopReason.NotFinite);
        }

        while (true)
        {
            if (LargestOf(_gradient) <= _options.GradientTolerance)
            {
                return Result(StopReason.GradientTolerance);
            }

            if (_iterations == _options.MaxIterations)
            {
                return Result(StopReason.MaxIterations);
            }

            var before = _value;
            if (!Step(out var length))
            {
                return Result(_evaluations >= _options.MaxEvaluations ? StopReason.MaxEvaluations : StopReason.LineSearchFailed);
            }

            _iterations++;
            _options.Progress?.Invoke(new LbfgsIteration(_iterations, _value, LargestOf(_gradient), length, _evaluations));
            if (before - _value <= _options.ValueTolerance * Math.Max(_options.LeastMagnitude, Math.Max(Math.Abs(before), Math.Abs(_value))))
            {
                return Result(LargestOf(_gradient) <= _options.GradientTolerance ? StopReason.GradientTolerance : StopReason.ValueTolerance);
            }
        }
    }

    // One iteration: a direction, a step along it. Where the direction fails, once more with the curvature forgotten.
    private bool Step(out double length)
    {
        _pairs.Direction(_gradient, _direction);
        var slope = Vectors.Dot(_direction, _gradient);
        if (!(slope < 0) || !double.IsFinite(slope))
        {
            _pairs.Clear();
            _pairs.Direction(_gradient, _direction);
            slope = Vectors.Dot(_direction, _gradient);
        }

        if (Search(slope, out length))
        {
            return true;
        }

        if (_pairs.Count == 0 || _evaluations >= _options.MaxEvaluations)
        {
            return false;
        }

        _pairs.Clear();
        _pairs.Direction(_gradient, _direction);
        return Search(Vectors.Dot(_direction, _gradient), out length);
    }

    private bool Search(double slope, out double length)
    {
        // Without curvature the gradient says nothing about the size of a step; a diagonal that was given does.
        length = _pairs.Count == 0 && _options.InverseCurvature is null ? Math.Min(1, 1 / Math.Sqrt(-slope)) : 1;
        if (!(slope < 0) || length == 0)
        {
            return false;
        }

        var search = new LineSearch(_value, slope, 1e10);
        var bestValue = _value;
        var bestLength = 0.0;
        for (var tried = 0; tried < _options.MaxLineSearch && _evaluations < _options.MaxEvaluations; tried++)
        {
            for (var i = 0; i < _x.Length; i++)
            {
                _trial[i] = _x[i] + (length * _direction[i]);
            }

            var value = Evaluate(_trial, _trialGradient);
            if (!double.IsFinite(value) || !AllFinite(_trialGradient))
            {
                length = search.Shorter(length);
                continue;
            }

            var trialSlope = Vectors.Dot(_direction, _trialGradient);
            if (search.Accepts(length, value, trialSlope))
            {
                Move(value);
                return true;
            }

            if (value < bestValue)
            {
                (bestValue, bestLength) = (value, length);
                Keep();
            }

            length = search.Next(length, value, trialSlope);
            if (!(length > 0))
            {
                break;
            }
        }

        // No step has both Wolfe properties, as where the function falls without end or the longest step is too short. The lowest point
        // seen is progress all the same.
        if (bestLength == 0)
        {
            return false;
        }

        (_trial, _best) = (_best!, _trial);
        (_trialGradient, _bestGradient) = (_bestGradient!, _trialGradient);
        length = bestLength;
        Move(bestValue);
        return true;
    }

    private void Move(double value)
    {
        _pairs.Add(_x, _gradient, _trial, _trialGradient);
        (_x, _trial) = (_trial, _x);
        (_gradient, _trialGradient) = (_trialGradient, _gradient);
        _value = value;
    }

    private void Keep()
    {
        _best ??= new double[_x.Length];
        _bestGradient ??= new double[_x.Length];
        _trial.CopyTo(_best, 0);
        _trialGradient.CopyTo(_bestGradient, 0);
    }

    private double Evaluate(double[] x, double[] gradient)
    {
        _cancellation.ThrowIfCancellationRequested();
        _evaluations++;
        return _objective(x, gradient);
    }

    private LbfgsResult Result(StopReason reason) => new(reason, _x, _value, _gradient, _iterations, _evaluations);

    private static bool AllFinite(double[] x) => Vectors.AllFinite(x);

    private static double LargestOf(double[] x) => Vectors.AbsMax(x);
}
