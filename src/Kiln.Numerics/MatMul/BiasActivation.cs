using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// The way back through y = f(z + bias) for rows of outputs (a dense layer, a convolution), in one pass over memory: the gradient of z from that
/// of y, and of the bias as the sums over rows. The derivative is taken from y, so z need not be kept.
/// </summary>
/// <remarks>Sums run over blocks of rows that follow from the shape, added in their order: the same bits for any number of threads.</remarks>
public static partial class BiasActivation
{
    /// <summary>Whether the derivative of an activation can be written in its result: none, ReLU, leaky ReLU, sigmoid and tanh.</summary>
    /// <param name="activation">The activation.</param>
    public static bool IsFused(Activation activation) =>
        activation is Activation.None or Activation.ReLU or Activation.LeakyReLU or Activation.Sigmoid or Activation.Tanh;

    /// <summary>Computes gz = gy · f′ and gbias[j] = Σ gz[i, j].</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns: outputs, channels.</param>
    /// <param name="y">(rows, columns): the result of the activation; may be empty for <see cref="Activation.None"/>.</param>
    /// <param name="gy">(rows, columns): its gradient.</param>
    /// <param name="gz">(rows, columns), overwritten; may be <paramref name="gy"/>; empty when only the sums are wanted.</param>
    /// <param name="gbias">(columns,), overwritten; empty when not wanted.</param>
    /// <param name="activation">One that <see cref="IsFused"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the activation cannot be taken back from its result.</exception>
    public static unsafe void Backward(
        int rows, int columns, ReadOnlySpan<float> y, ReadOnlySpan<float> gy, Span<float> gz, Span<float> gbias, Activation activation)
    {
        Check(rows, columns, y.Length, gy.Length, gz.Length, gbias.Length, activation);
        fixed (float* py = y, pgy = gy, pgz = gz, pgbias = gbias)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    BiasActivationRows<float, Vector512<float>, Single512Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                case InstructionSet.Avx2:
                    BiasActivationRows<float, Vector256<float>, Single256Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                case InstructionSet.Vector128:
                    BiasActivationRows<float, Vector128<float>, Single128Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                default:
                    BiasActivationRows<float, float, SingleScalarLanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
            }
        }
    }

    /// <inheritdoc cref="Backward(int, int, ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, Span{float}, Activation)"/>
    public static unsafe void Backward(
        int rows, int columns, ReadOnlySpan<double> y, ReadOnlySpan<double> gy, Span<double> gz, Span<double> gbias, Activation activation)
    {
        Check(rows, columns, y.Length, gy.Length, gz.Length, gbias.Length, activation);
        fixed (double* py = y, pgy = gy, pgz = gz, pgbias = gbias)
        {
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512:
                    BiasActivationRows<double, Vector512<double>, Double512Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                case InstructionSet.Avx2:
                    BiasActivationRows<double, Vector256<double>, Double256Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                case InstructionSet.Vector128:
                    BiasActivationRows<double, Vector128<double>, Double128Lanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
                default:
                    BiasActivationRows<double, double, DoubleScalarLanes>.Run(rows, columns, py, pgy, pgz, pgbias, activation);
                    break;
            }
        }
    }

    private static void Check(int rows, int columns, int y, int gy, int gz, int gbias, Activation activation)
    {
        Extents.NotNegative("bias activation", rows, nameof(rows));
        Extents.NotNegative("bias activation", columns, nameof(columns));
        if (!IsFused(activation))
        {
            throw new ArgumentException($"bias activation: the derivative of {activation} cannot be taken from its result.", nameof(activation));
        }

        var count = (long)rows * columns;
        Extents.Length("bias activation", nameof(gy), gy, count);
        if (y != 0 || activation != Activation.None)
        {
            Extents.Length("bias activation", nameof(y), y, count);
        }

        if (gz != 0)
        {
            Extents.Length("bias activation", nameof(gz), gz, count);
        }

        if (gbias != 0)
        {
            Extents.Length("bias activation", nameof(gbias), gbias, columns);
        }
    }
}
