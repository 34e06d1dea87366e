namespace Kiln.KernelGenerator;

/// <summary>Gradients of the weights of windows.</summary>
internal abstract class GradientFile(string path, FormattableString summary) : ChannelFile(path, summary)
{
    // What the gradients of weights have in common: strides, whole lanes of channels, then the lanes that are left.
    protected void GradientShell(string name, int taps, Action setup, Action<bool, Func<string, string>> body)
    {
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void {name}(DepthwiseGradientJob<T>* job)");
        Line(1, $"{{");
        Line(2, $"var xPixel = job->XPixel;");
        Line(2, $"var gyPixel = job->GYPixel;");
        if (taps > 1)
        {
            Line(2, $"var xTap = job->XTap;");
        }

        if (taps > 2)
        {
            Line(2, $"var xTap2 = xTap * 2;");
        }

        setup();
        Line(2, $"var channels = job->Channels;");
        Channels(body);
        Line(1, $"}}");
    }
}
