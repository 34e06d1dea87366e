using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// ½ Σ ‖w_m‖² + Σ Cᵢ maxₘ (1 − δ(m, yᵢ) + wₘ·xᵢ − w_yᵢ·xᵢ) by its dual (S. S. Keerthi et al., "A sequential dual method for large scale multi-class linear SVMs", KDD 2008): for one
/// sample after the other all its αₘ together, which add up to 0, are at most 0 and Cᵢ for its own class, and are known once the classes' bounds are sorted.
/// </summary>
internal static unsafe class DualCrammerSinger
{
    // The dual is flat where it stops: a little further on the primal value no longer depends on the path that rounding took.
    private const double Share = 0.1;

    // Where passes cost next to nothing they go on until the values of both problems, which meet at the optimum, are this near, relative to the primal one.
    private const double SmallGap = 5e-7, GapShare = 0.1;

    // Where passes run out before, this is near enough not to warn.
    private const double FairGap = 1e-6;
    private const long FewNumbers = 10_000;

    // A violation this small is rounding.
    private const double Least = 1e-12;

    /// <summary>Coefficients as (features and the intercept's, classes), so that a visit reads the classes of one feature beside each other.</summary>
    public static SolverResult Minimize(
        SampleView x, int[] codes, int classes, double[] costs, double bias, double tolerance, int maxIterations, LiblinearOrder order, CancellationToken cancellation)
    {
        // Samples whose αs stay at their bounds rest, until the others are as good as the coarse tolerance asks; before the end all are visited once more.
        tolerance *= Share;
        var problem = new Problem(x, codes, classes, costs, bias);
        var items = order.Begin(x.Rows);
        var (active, isWhole) = (items.Length, true);
        var (coarse, hasRule) = (Math.Max(10 * tolerance, 1), false);
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            order.Shuffle(items, active);
            var worst = 0.0;
            for (var s = 0; s < active; s++)
            {
                var violation = problem.Visit(items[s]);
                if (violation < 0)
                {
                    active--;
                    (items[s], items[active]) = (items[active], items[s]);
                    s--;
                    continue;
                }

                worst = Math.Max(worst, violation);
            }

            if (worst >= coarse)
            {
                isWhole = false;
                continue;
            }

            if (worst < tolerance && isWhole)
            {
                if (x.Stored > FewNumbers || problem.Gap() <= SmallGap)
                {
                    return new(problem.Weights, iteration, Converged: true);
                }

                (tolerance, hasRule) = (GapShare * tolerance, true);
            }

            (active, isWhole) = (items.Length, true);
            coarse = Math.Max(coarse / 2, tolerance);
        }

        return new(problem.Weights, maxIterations, Converged: hasRule && problem.Gap() <= FairGap);
    }

    private sealed class Problem
    {
        private readonly SampleView _x;
        private readonly int[] _codes;
        private readonly int _classes;
        private readonly double[] _costs;
        private readonly double _bias;
        private readonly double[] _alphas;
        private readonly double[] _gradient;
        private readonly double[] _bounds;
        private readonly double[] _sorted;
        private readonly double[] _steps;

        public Problem(SampleView x, int[] codes, int classes, double[] costs, double bias)
        {
            (_x, _codes, _classes, _costs, _bias) = (x, codes, classes, costs, bias);
            Weights = new double[checked((x.Columns + (bias != 0 ? 1 : 0)) * classes)];
            _alphas = new double[checked(x.Rows * classes)];
            (_gradient, _bounds, _sorted, _steps) = (new double[classes], new double[classes], new double[classes], new double[classes]);
        }

        public double[] Weights { get; }

        /// <summary>
        /// Moves the αs of a sample to their best. Gives how far they were from it: the largest derivative less the smallest one whose α may still grow; or −1 where all but one class
        /// are at their bounds and stay there for now.
        /// </summary>
        public double Visit(int i)
        {
            var curvature = _x.SquaredNorm(i) + (_bias * _bias);
            var own = _codes[i];
            if (curvature <= 0 || _costs[i] <= 0)
            {
                return 0;
            }

            Scores(i);
            var alphas = _alphas.AsSpan(i * _classes, _classes);
            var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var m = 0; m < _classes; m++)
            {
                _gradient[m] += m == own ? 0 : 1;
                largest = Math.Max(largest, _gradient[m]);
                if (alphas[m] < (m == own ? _costs[i] : 0))
                {
                    least = Math.Min(least, _gradient[m]);
                }
            }

            var violation = largest - least;
            if (IsResting(i, alphas, least))
            {
                return -1;
            }

            if (violation > Least)
            {
                Best(i, curvature, alphas);
                Move(i);
            }

            return Math.Max(0, violation);
        }

        /// <summary>P − D, relative to P: P = ½ Σ ‖w_m‖² + Σ C·loss, D = −½ Σ ‖w_m‖² − Σ α of the classes that are not the sample's own.</summary>
        public double Gap()
        {
            var (primal, dual) = (0.0, 0.0);
            for (var i = 0; i < _x.Rows; i++)
            {
                if (_costs[i] > 0)
                {
                    Scores(i);
                    var (own, worst) = (_codes[i], 0.0);
                    for (var m = 0; m < _classes; m++)
                    {
                        worst = Math.Max(worst, m == own ? 0 : 1 + _gradient[m] - _gradient[own]);
                        dual -= m == own ? 0 : _alphas[(i * _classes) + m];
                    }

                    primal += _costs[i] * worst;
                }
            }

            var half = 0.5 * TensorPrimitives.SumOfSquares<double>(Weights);
            return (primal - dual + (2 * half)) / Math.Max(primal + half, double.Epsilon);
        }

        /// <summary>Whether every class but one is at its bound with a derivative that holds it there.</summary>
        private bool IsResting(int i, ReadOnlySpan<double> alphas, double least)
        {
            var free = 0;
            for (var m = 0; m < _classes && free <= 1; m++)
            {
                free += alphas[m] == (m == _codes[i] ? _costs[i] : 0) && _gradient[m] < least ? 0 : 1;
            }

            return free <= 1;
        }

        /// <summary>αₘ = min(bound, (β − Bₘ) / curvature) with the β for which they add up to 0; the steps are left for <see cref="Move"/>.</summary>
        private void Best(int i, double curvature, Span<double> alphas)
        {
            var (own, cost) = (_codes[i], _costs[i]);
            for (var m = 0; m < _classes; m++)
            {
                _bounds[m] = _gradient[m] - (curvature * alphas[m]);
                _sorted[m] = _bounds[m] + (m == own ? curvature * cost : 0);
            }

            Array.Sort(_sorted);
            Array.Reverse(_sorted);
            var (beta, count) = (_sorted[0] - (curvature * cost), 1);
            while (count < _classes && beta < count * _sorted[count])
            {
                beta += _sorted[count++];
            }

            beta /= count;
            for (var m = 0; m < _classes; m++)
            {
                var best = Math.Min(m == own ? cost : 0, (beta - _bounds[m]) / curvature);
                _steps[m] = Math.Abs(best - alphas[m]) < Least ? 0 : best - alphas[m];
                alphas[m] = best;
            }
        }

        /// <summary>wₘ·x of all classes.</summary>
        private void Scores(int i)
        {
            _gradient.AsSpan().Clear();
            for (var k = 0; k < StoredIn(i); k++)
            {
                var (feature, value) = Stored(i, k);
                TensorPrimitives.MultiplyAdd(Weights.AsSpan(feature * _classes, _classes), value, _gradient, _gradient);
            }
        }

        private void Move(int i)
        {
            for (var k = 0; k < StoredIn(i); k++)
            {
                var (feature, value) = Stored(i, k);
                var weights = Weights.AsSpan(feature * _classes, _classes);
                TensorPrimitives.MultiplyAdd(_steps, value, weights, weights);
            }
        }

        /// <summary>How many features a sample has, the constant one of the intercept among them.</summary>
        private int StoredIn(int i) => (_x.IsSparse ? _x.Starts[i + 1] - _x.Starts[i] : _x.Columns) + (_bias != 0 ? 1 : 0);

        private (int Feature, double Value) Stored(int i, int k)
        {
            var count = _x.IsSparse ? _x.Starts[i + 1] - _x.Starts[i] : _x.Columns;
            return k == count ? (_x.Columns, _bias)
                : _x.IsSparse ? (_x.Indices[_x.Starts[i] + k], _x.Values[_x.Starts[i] + k])
                : (k, _x.Row(i)[k]);
        }
    }
}
