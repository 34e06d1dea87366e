using System.Numerics;

namespace Kiln.Numerics;

/// <summary>What happens to sums that a tile kernel does not finish itself.</summary>
internal static unsafe class Epilogue
{
    /// <summary>
    /// C = activation(Σ partial [+ C] [+ bias]) for <paramref name="count"/> partial results of M × N elements that lie
    /// <paramref name="stride"/> elements apart, added in their order; with none, the sum is zero.
    /// </summary>
    public static void Finish<T>(in MatMulProblem<T> problem, T* partial, nint stride, int count)
        where T : unmanaged, INumber<T>
    {
        for (var row = 0; row < problem.M; row++)
        {
            var c = problem.C + (row * problem.Ldc);
            for (var column = 0; column < problem.N; column++)
            {
                var sum = T.Zero;
                if (partial != null)
                {
                    var from = partial + ((nint)row * problem.N) + column;
                    sum = *from;
                    for (var i = 1; i < count; i++)
                    {
                        sum += from[i * stride];
                    }
                }

                if (problem.Accumulate)
                {
                    sum += c[column];
                }

                if (problem.Bias != null)
                {
                    sum += problem.Bias[column];
                }

                c[column] = problem.Activation == Activation.ReLU && sum < T.Zero ? T.Zero : sum;
            }

            if (problem.Activation is not (Activation.None or Activation.ReLU))
            {
                Activate(c, problem.N, problem.Activation);
            }
        }
    }

    /// <summary>Applies an activation in place, on the calling thread.</summary>
    public static void Activate<T>(T* values, int count, Activation activation)
        where T : unmanaged, INumber<T>
    {
        switch (activation)
        {
            case Activation.None:
                break;
            case Activation.ReLU:
                Kernels.Unary<ReluOperator, T>(values, values, count);
                break;
            case Activation.LeakyReLU:
                var slope = T.CreateTruncating(0.01);
                Kernels.Binary<LeakyReluOperator, T>(values, false, &slope, true, values, count);
                break;
            case Activation.Sigmoid:
                Kernels.Unary<SigmoidOperator, T>(values, values, count);
                break;
            case Activation.Tanh:
                Kernels.Unary<TanhOperator, T>(values, values, count);
                break;
            case Activation.GELU:
                Kernels.Unary<GeluOperator, T>(values, values, count);
                break;
            case Activation.SiLU:
                Kernels.Unary<SiluOperator, T>(values, values, count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, $"matmul: activation is {activation}; expected one of {string.Join(", ", Enum.GetNames<Activation>())}");
        }
    }
}
