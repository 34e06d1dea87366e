namespace Kiln.Neural;

/// <summary>Checks that layers share. The label is the layer's type and path.</summary>
internal static class InputChecks
{
    internal static void FloatingPoint(string label, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DType.IsFloatingPoint())
        {
            throw new DTypeException($"{label}: the input is {x.DType.Name()} {x.Shape}; expected floating point: convert it with x.To(DType.Float32)");
        }
    }

    /// <summary>Checks a batch of images; channels 0 takes any number.</summary>
    internal static void Images(string label, Tensor x, int channels = 0)
    {
        FloatingPoint(label, x);
        string expected = channels == 0 ? "(batch, height, width, channels)" : $"(batch, height, width, {channels})";
        if (x.Rank != 4)
        {
            string hint = x.Rank switch
            {
                3 when channels == 1 && x.Shape[2] != 1 => "; add the channel axis with x.ExpandDims(-1)",
                3 => "; add the batch axis with x.ExpandDims(0)",
                2 => "; this looks like flat rows: Reshape them to images",
                _ => string.Empty,
            };
            throw new ShapeException($"{label}: expected images {expected}, got {x.Shape}{hint}");
        }

        if (channels != 0 && x.Shape[3] != channels)
        {
            string hint = x.Shape[1] == channels ? "; channels come last: x.Permute(0, 2, 3, 1)" : string.Empty;
            throw new ShapeException($"{label}: expected {channels} channels {expected}, got {x.Shape[3]} in {x.Shape}{hint}");
        }
    }

    /// <summary>Checks that a window finds room in the padded image.</summary>
    internal static void Window(string label, Tensor x, Size2D window, Padding padding)
    {
        long height = (long)x.Shape[1] + padding.Top + padding.Bottom;
        long width = (long)x.Shape[2] + padding.Left + padding.Right;
        if (window.Height > height || window.Width > width)
        {
            throw new ShapeException(
                $"{label}: a window of {window} does not fit into images of {(x.Shape[1], x.Shape[2])}, got {x.Shape}; "
                + "use Padding.Same, a smaller kernel, or fewer poolings before it");
        }
    }
}
