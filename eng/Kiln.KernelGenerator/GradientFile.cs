namespace Kiln.KernelGenerator;

/// <summary>Gradients of the weights of windows.</summary>
internal abstract class GradientFile(string path, FormattableString summary) : KernelFile(path, summary)
{
    // What the gradients of weights have in common: strides, whole lanes of channels, then the lanes that are left.
    protected void GradientShell(string name, int taps, Action setup, Action<bool> body)
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
        Line(2, $"nint channel = 0;");
        Line(2, $"for (; channel + TLanes.Count <= channels; channel += TLanes.Count)");
        Line(2, $"{{");
        body(false);
        Line(2, $"}}");
        Blank();
        Line(2, $"if (channel < channels)");
        Line(2, $"{{");
        Line(3, $"var lanes = (int)(channels - channel);");
        Line(3, $"var mask = TLanes.FirstLanes(lanes);");
        body(true);
        Line(2, $"}}");
        Line(1, $"}}");
    }
}
