namespace Kiln.Numerics;

/// <summary>The last steps s and changes of the gradient y, and the product of the inverse Hessian that they stand for with a gradient.</summary>
/// <param name="size">Variables.</param>
/// <param name="memory">The most pairs.</param>
/// <param name="start">The diagonal of the inverse Hessian that the pairs improve on, up to a factor; null for ones.</param>
internal sealed class CurvaturePairs(int size, int memory, double[]? start = null)
{
    private double[][] _steps = [];
    private double[][] _changes = [];
    private double[] _inverse = [];
    private double[] _alpha = [];
    private int _newest = -1;
    private double _scale = 1;

    /// <summary>How many pairs are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Count = 0;
        _newest = -1;
        _scale = 1;
    }

    /// <summary>Remembers a step unless rounding has spoiled its curvature, in place of the oldest.</summary>
    public void Add(double[] x, double[] gradient, double[] nextX, double[] nextGradient)
    {
        var slot = _newest == memory - 1 ? 0 : _newest + 1;
        Grow(slot + 1);
        var s = _steps[slot] ??= new double[size];
        var y = _changes[slot] ??= new double[size];
        for (var i = 0; i < size; i++)
        {
            s[i] = nextX[i] - x[i];
            y[i] = nextGradient[i] - gradient[i];
        }

        var curvature = Vectors.Dot(s, y);
        var squares = Vectors.Dot(y, y);
        if (!(curvature > 2.2e-16 * squares) || !double.IsFinite(1 / curvature))
        {
            // The slot may have held the oldest pair, which is lost then.
            Count = Math.Min(Count, memory - 1);
            return;
        }

        _newest = slot;
        _inverse[slot] = 1 / curvature;
        _scale = curvature / (start is null ? squares : Weighted(y, start));
        Count = Math.Min(Count + 1, memory);
    }

    // The slot of the k-th newest pair; the sum of two large numbers is not formed.
    private int Slot(int k) => _newest >= k ? _newest - k : memory - (k - _newest);

    // Room comes with the pairs: the most that may be remembered can be far more than ever are. Until then slots are filled in their order.
    private void Grow(int slots)
    {
        if (slots <= _steps.Length)
        {
            return;
        }

        var room = (int)Math.Min(memory, Math.Max(slots, 2L * _steps.Length));
        Array.Resize(ref _steps, room);
        Array.Resize(ref _changes, room);
        Array.Resize(ref _inverse, room);
        Array.Resize(ref _alpha, room);
    }

    /// <summary>The direction −H·g by the two-loop recursion (Nocedal and Wright, Numerical Optimization, 2nd ed., algorithm 7.4).</summary>
    public void Direction(double[] gradient, double[] direction)
    {
        for (var i = 0; i < size; i++)
        {
            direction[i] = -gradient[i];
        }

        for (var k = 0; k < Count; k++)
        {
            var slot = Slot(k);
            _alpha[slot] = _inverse[slot] * Vectors.Dot(_steps[slot], direction);
            Vectors.AddScaled(-_alpha[slot], _changes[slot], direction);
        }

        if (start is not null)
        {
            for (var i = 0; i < size; i++)
            {
                direction[i] *= _scale * start[i];
            }
        }
        else
        {
            for (var i = 0; i < size && Count > 0; i++)
            {
                direction[i] *= _scale;
            }
        }

        for (var k = Count - 1; k >= 0; k--)
        {
            var slot = Slot(k);
            var beta = _inverse[slot] * Vectors.Dot(_changes[slot], direction);
            Vectors.AddScaled(_alpha[slot] - beta, _steps[slot], direction);
        }
    }

    // Σ dᵢyᵢ².
    private static double Weighted(double[] y, double[] d)
    {
        var sum = 0.0;
        for (var i = 0; i < y.Length; i++)
        {
            sum += d[i] * y[i] * y[i];
        }

        return sum;
    }
}
