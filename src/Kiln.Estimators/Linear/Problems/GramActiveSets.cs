using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Active sets on AᵀA + αI: few operations, and half of the digits.</summary>
internal sealed class GramActiveSets : ActiveSetProblem
{
    private readonly double[] _matrix;
    private readonly double[] _cross;

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="gram">AᵀA and Aᵀb.</param>
    /// <param name="output">Which b.</param>
    /// <param name="alpha">α.</param>
    /// <param name="sizes">‖a‖ of each column, with √α below it.</param>
    public GramActiveSets(GramProblem gram, int output, double alpha, double[] sizes)
        : base(sizes, Math.Sqrt(gram.Squares[output]))
    {
        var n = gram.Features;
        (_matrix, _cross) = (gram.Gram, gram.Cross.AsSpan(output * n, n).ToArray());
        if (alpha > 0)
        {
            _matrix = [.. _matrix];
            for (var i = 0; i < n; i++)
            {
                _matrix[(i * n) + i] += alpha;
            }
        }
    }

    public override void Gradient(ReadOnlySpan<double> w, Span<double> gradient)
    {
        for (var i = 0; i < w.Length; i++)
        {
            gradient[i] = _cross[i] - TensorPrimitives.Dot(_matrix.AsSpan(i * w.Length, w.Length), w);
        }
    }

    public override double[]? Solve(int[] free, CancellationToken cancellation)
    {
        var k = free.Length;
        var (matrix, solution) = (new double[k * k], new double[k]);
        for (var i = 0; i < k; i++)
        {
            solution[i] = _cross[free[i]];
            for (var j = 0; j < k; j++)
            {
                matrix[(i * k) + j] = _matrix[(free[i] * _cross.Length) + free[j]];
            }
        }

        try
        {
            Cholesky.Factor<double>(k, matrix, k, cancellation);
            Cholesky.Solve<double>(k, 1, matrix, k, solution, 1);
            return solution;
        }
        catch (LinearAlgebraException)
        {
            return null;
        }
    }
}
