using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Draws of dropout as factors of the working type.</summary>
internal static unsafe class AttentionDrops
{
    /// <summary>Writes 1 / (1 − rate) for each probability that stays and 0 for each that is dropped.</summary>
    /// <param name="dropout">Decides.</param>
    /// <param name="kept">Receives the factors.</param>
    /// <param name="count">How many.</param>
    /// <param name="firstElement">Index of the first.</param>
    public static void Draw<T>(AttentionDropout dropout, T* kept, int count, long firstElement)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int part = 256;
        var scale = T.CreateTruncating(1 / (1 - dropout.Rate));
        float* draws = stackalloc float[part];
        for (var from = 0; from < count; from += part)
        {
            var length = Math.Min(part, count - from);
            dropout.Draw(new Span<float>(draws, length), firstElement + from);
            for (var i = 0; i < length; i++)
            {
                kept[from + i] = draws[i] != 0 ? scale : T.Zero;
            }
        }
    }
}
