namespace Kiln.Data;

/// <summary>What stands at a place beyond the edge.</summary>
internal static class Edges
{
    /// <summary>The place inside 0 to <paramref name="size"/> − 1 that shows at <paramref name="place"/>, or −1 for nothing.</summary>
    internal static int Place(int place, int size, EdgeFill fill)
    {
        if ((uint)place < (uint)size)
        {
            return place;
        }

        switch (fill)
        {
            case EdgeFill.Nearest:
                return place < 0 ? 0 : size - 1;
            case EdgeFill.Reflect when size > 1:
                // The pattern repeats after going there and back without the two ends.
                var period = 2 * (size - 1);
                var within = ((place % period) + period) % period;
                return Math.Min(within, period - within);
            case EdgeFill.Reflect:
                return 0;
            default:
                return -1;
        }
    }
}
