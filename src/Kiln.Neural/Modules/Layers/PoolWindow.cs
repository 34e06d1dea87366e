namespace Kiln.Neural;

/// <summary>What the poolings share: their window's checks, options and configuration.</summary>
internal static class PoolWindow
{
    internal static Padding Check(Size2D kernel, Padding padding) =>
        padding.Top < kernel.Height && padding.Bottom < kernel.Height && padding.Left < kernel.Width && padding.Right < kernel.Width
            ? padding
            : throw new ArgumentException($"padding must be smaller than the window, or a window could lie in it altogether; got {padding} for {kernel}", nameof(padding));

    internal static Pool2DOptions Options(string label, Tensor x, Size2D kernel, Size2D stride, Padding padding)
    {
        InputChecks.Images(label, x);
        Padding amounts = padding.Resolve((x.Shape[1], x.Shape[2]), kernel, stride);
        InputChecks.Window(label, x, kernel, amounts);
        return new Pool2DOptions
        {
            Kernel = (kernel.Height, kernel.Width),
            Stride = (stride.Height, stride.Width),
            Padding = (amounts.Top, amounts.Bottom, amounts.Left, amounts.Right),
        };
    }

    internal static void Write(ModuleConfig config, Size2D kernel, Size2D stride, Padding padding)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("kernel", kernel.ToArray()).Set("stride", stride.ToArray());
        padding.Write(config);
    }
}
