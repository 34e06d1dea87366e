namespace Kiln.Numerics;

/// <summary>What the gradients of both poolings begin with.</summary>
internal static unsafe class PoolGradient
{
    /// <summary>Sets some channels of one volume to zero.</summary>
    public static void Clear<T>(in Pool3DGeometry g, T* gx, int image, int firstChannel, int endChannel)
        where T : unmanaged
    {
        var pixels = (nint)g.Depth * g.Height * g.Width;
        var from = gx + (image * pixels * g.Channels);
        if (endChannel - firstChannel == g.Channels)
        {
            new Span<T>(from, checked((int)(pixels * g.Channels))).Clear();
            return;
        }

        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            new Span<T>(from + (pixel * g.Channels) + firstChannel, endChannel - firstChannel).Clear();
        }
    }
}
