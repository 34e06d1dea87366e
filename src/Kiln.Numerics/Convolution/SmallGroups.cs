namespace Kiln.Numerics;

/// <summary>
/// Groups of so few channels that several of them fit into a vector. A vector of output channels then needs, for each term t of the sum, the t-th channel of each one's own
/// group: a permutation of the lanes of one vector of input channels. So the kernels of depthwise windows serve, with a few terms per tap instead of one.
/// </summary>
/// <remarks>
/// As one product per group, a group of four channels would fill four lanes of sixteen. A group that fills a vector is better off with the product, whose elements are
/// broadcast from memory and need no permutation.
/// </remarks>
internal static unsafe class SmallGroups<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Whether a convolution has such groups, of as many channels in as out.</summary>
    public static bool Suits(in Conv3DGeometry g) =>
        g.Groups > 1 && g.GroupIn == g.GroupOut && g.GroupIn is 2 or 4 or 8 && TLanes.Count % (2 * g.GroupIn) == 0;

    /// <summary>Elements of <see cref="WritePlaces"/>.</summary>
    public static nint PlaceElements(in Conv3DGeometry g) => (nint)g.GroupIn * TLanes.Count;

    /// <summary>For each term, which lane of the input each lane of the output takes.</summary>
    public static void WritePlaces(in Conv3DGeometry g, T* places)
    {
        for (var term = 0; term < g.GroupIn; term++)
        {
            TLanes.Store(places + (term * TLanes.Count), TLanes.Places(g.GroupIn, term));
        }
    }

    /// <summary>The weight with the channels in and out of each group exchanged: what the input gradient multiplies by.</summary>
    public static void Transpose(in Conv3DGeometry g, T* w, T* to)
    {
        var size = g.GroupIn;
        nint channels = g.OutChannels;
        for (var tap = 0; tap < g.Taps; tap++)
        {
            for (nint channel = 0; channel < channels; channel++)
            {
                var group = channel / size * size;
                for (var term = 0; term < size; term++)
                {
                    to[(term * channels) + channel] = w[((channel - group) * channels) + group + term];
                }
            }

            w += size * channels;
            to += size * channels;
        }
    }
}
