namespace Kiln.Estimators;

/// <summary>The order of samples in each epoch, and when to stop.</summary>
/// <remarks>The order is scikit-learn's: a Fisher-Yates shuffle of the last epoch's order, each time with the same stream.</remarks>
internal sealed class SgdEpochs
{
    private readonly SgdSettings _settings;
    private readonly SgdProblem _problem;
    private readonly double _trainCount;
    private double _bestLoss = double.PositiveInfinity;
    private double _bestScore = double.NegativeInfinity;
    private int _waited;

    public SgdEpochs(SgdSettings settings, SgdProblem problem)
    {
        (_settings, _problem, _trainCount) = (settings, problem, problem.TrainCount);
        Order = new int[problem.Samples.Rows];
        for (var i = 0; i < Order.Length; i++)
        {
            Order[i] = i;
        }
    }

    /// <summary>The samples in the order of this epoch.</summary>
    public int[] Order { get; }

    public void Begin()
    {
        if (!_settings.Shuffle)
        {
            return;
        }

        var (random, order) = (new XorShift(_problem.OrderSeed), Order);
        for (var i = 0; i < order.Length - 1; i++)
        {
            var j = i + (int)(random.Next() % (uint)(order.Length - i));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>Whether to stop after an epoch; the adaptive schedule takes a smaller step instead, as long as it can.</summary>
    /// <param name="loss">The sum of the losses met on the way.</param>
    /// <param name="score">How well the samples held back are predicted; null without early stopping.</param>
    /// <param name="eta">The step.</param>
    public bool Finished(double loss, double? score, ref double eta)
    {
        if (score is { } now)
        {
            _waited = _settings.Tolerance is { } least && now < _bestScore + least ? _waited + 1 : 0;
            _bestScore = Math.Max(_bestScore, now);
        }
        else
        {
            _waited = _settings.Tolerance is { } least && loss > _bestLoss - (least * _trainCount) ? _waited + 1 : 0;
            _bestLoss = Math.Min(_bestLoss, loss);
        }

        if (_waited < _settings.Patience)
        {
            return false;
        }

        if (_settings.Schedule == SgdSchedule.Adaptive && _settings.Aggressiveness is null && eta > 1e-6)
        {
            eta /= 5;
            _waited = 0;
            return false;
        }

        return true;
    }

    /// <summary>Throws when the coefficients have left the range of numbers.</summary>
    public void CheckFinite(SgdState state, int epoch)
    {
        if (!double.IsFinite(state.Intercept) || !Inputs.AllFinite(state.Weights))
        {
            throw Overflow.OfLargest(
                _settings.Owner, _problem.X, $"the coefficients overflowed in epoch {epoch}; scale the features (standard-scaler or min-max-scaler), or take a smaller eta0");
        }
    }
}
