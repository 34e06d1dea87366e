using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// ½ ‖b − A·w‖² + penalty, minimized over one coefficient after the other (J. Friedman, T. Hastie and R. Tibshirani, "Regularization Paths for Generalized
/// Linear Models via Coordinate Descent", J. Stat. Software 33, 2010), until the duality gap is small (S.-J. Kim et al., "An Interior-Point Method for
/// Large-Scale l1-Regularized Least Squares", IEEE J. Sel. Topics Signal Process. 1, 2007). What A is held as is the subclasses' matter.
/// </summary>
internal abstract class DescentProblem
{
    /// <summary>Makes a problem.</summary>
    /// <param name="square">bᵀb.</param>
    /// <param name="diagonal">Aⱼ·Aⱼ of each column.</param>
    protected DescentProblem(double square, double[] diagonal) => (Square, Diagonal) = (square, diagonal);

    protected double Square { get; }

    protected double[] Diagonal { get; }

    /// <summary>The penalty of the run.</summary>
    protected ElasticPenalty Penalty { get; private set; }

    /// <summary>Minimizes from w on.</summary>
    /// <param name="w">The start, and on return the minimum.</param>
    /// <param name="penalty">The penalty.</param>
    /// <param name="rule">When to end.</param>
    /// <param name="cancellation">Stops it.</param>
    public DescentOutcome Run(Span<double> w, ElasticPenalty penalty, DescentRule rule, CancellationToken cancellation)
    {
        var outcome = Minimize(w, penalty, rule, cancellation);

        // What A is held as may be memory that is lent for as long as this lives.
        GC.KeepAlive(this);
        return outcome;
    }

    /// <summary>Prepares the residual of w.</summary>
    protected internal abstract void Start(ReadOnlySpan<double> w);

    /// <summary>Aⱼ·(b − A·w).</summary>
    protected internal abstract double Correlation(int column);

    /// <summary>Whether a coefficient that is 0 would surely stay 0, known without its correlation.</summary>
    protected internal virtual bool StaysZero(int column, ElasticPenalty penalty) => false;

    /// <summary>The first column from one on that a pass in order has to look at.</summary>
    protected internal virtual int Next(int column, ReadOnlySpan<double> w) => column;

    /// <summary>Takes note that a coefficient grew.</summary>
    protected internal abstract void Move(int column, double by);

    /// <summary>Aᵀ(b − A·w), ‖b − A·w‖² and b·(b − A·w).</summary>
    protected internal abstract (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations);

    private DescentOutcome Minimize(Span<double> w, ElasticPenalty penalty, DescentRule rule, CancellationToken cancellation)
    {
        var order = rule.Random is null ? null : new XorShift((uint)rule.Random.RandInt(0, int.MaxValue));
        var bound = rule.Tolerance * Square;
        Penalty = penalty;
        Start(w);
        var gap = bound + 1;
        for (var iteration = 1; iteration <= rule.MaxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (largest, change) = Pass(w, penalty, order);
            if (largest == 0 || change / largest < rule.Tolerance || iteration == rule.MaxIterations)
            {
                gap = Gap(w, penalty);
                if (gap < bound || gap <= 0)
                {
                    return new(iteration, gap, true);
                }
            }
        }

        return new(rule.MaxIterations, gap, false);
    }

    private (double Largest, double Change) Pass(Span<double> w, ElasticPenalty penalty, XorShift? order)
    {
        var (largest, change) = (0.0, 0.0);
        for (var i = 0; i < w.Length; i++)
        {
            var column = order?.Next(w.Length) ?? (i = Next(i, w));
            if (column == w.Length)
            {
                break;
            }

            if (Diagonal[column] == 0)
            {
                continue;
            }

            var before = w[column];
            if (before == 0 && StaysZero(column, penalty))
            {
                continue;
            }

            var after = penalty.Minimize(Correlation(column) + (Diagonal[column] * before), Diagonal[column]);
            if (after != before)
            {
                w[column] = after;
                Move(column, after - before);
            }

            change = Math.Max(change, Math.Abs(after - before));
            largest = Math.Max(largest, Math.Abs(after));
        }

        return (largest, change);
    }

    /// <summary>The objective less that of the dual at the residual, scaled into the dual's feasible set.</summary>
    private double Gap(ReadOnlySpan<double> w, ElasticPenalty penalty)
    {
        var correlations = new double[w.Length];
        var (square, product) = Residual(w, correlations);
        TensorPrimitives.MultiplyAdd(w, -penalty.L2, correlations, correlations);
        var dual = penalty.IsPositive ? TensorPrimitives.Max<double>(correlations) : Math.Abs(TensorPrimitives.MaxMagnitude<double>(correlations));
        var scale = dual > penalty.L1 ? penalty.L1 / dual : 1;
        var gap = dual > penalty.L1 ? 0.5 * (square + (square * scale * scale)) : square;
        return gap + (penalty.L1 * TensorPrimitives.SumOfMagnitudes(w)) - (scale * product)
            + (0.5 * penalty.L2 * (1 + (scale * scale)) * TensorPrimitives.SumOfSquares(w));
    }

    /// <summary>The order of scikit-learn's random selection: G. Marsaglia's xorshift of 32 bits (J. Stat. Software 8, 2003).</summary>
    private sealed class XorShift(uint seed)
    {
        private uint _state = seed;

        public int Next(int count)
        {
            _state = _state == 0 ? 1 : _state;
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)((_state & int.MaxValue) % (uint)count);
        }
    }
}
