namespace Kiln.Neural;

/// <summary>The mean over all elements of log cosh(output − target): about ½ e² near zero and |e| − log 2 far away, and smooth everywhere.</summary>
public sealed class LogCosh : ElementwiseLoss
{
    private static readonly double s_log2 = Math.Log(2);

    /// <inheritdoc/>
    public override string Name => "log_cosh";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Tensor error = outputs - targets;
        return error + (error * -2.0).Softplus() - s_log2; // log cosh e = e + log(1 + exp(−2e)) − log 2, which does not overflow.
    }
}
