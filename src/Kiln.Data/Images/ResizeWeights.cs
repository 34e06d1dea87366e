namespace Kiln.Data;

/// <summary>How <see cref="ImageResize.Resize"/> weighs the pixels that a new pixel is made of.</summary>
public enum ResizeFilter
{
    /// <summary>Each new pixel is the mean of the area it covers; best for shrinking.</summary>
    Area,

    /// <summary>
    /// A triangle of one pixel's reach around the new pixel's centre, widened by the ratio when shrinking so that no pixel is skipped
    /// (antialiasing).
    /// </summary>
    Bilinear,

    /// <summary>The pixel under the new pixel's centre.</summary>
    Nearest,

    /// <summary>A piece-wise cubic of two pixels' reach (Keys 1981, a = −1/2), widened by the ratio when shrinking; sharper than bilinear.</summary>
    Bicubic,

    /// <summary>A sinc windowed by a sinc, of three pixels' reach, widened by the ratio when shrinking; the sharpest.</summary>
    Lanczos,
}

/// <summary>
/// For each new position along an axis the first old position it is made of and the weights, in units of 2^-22, of it and its
/// followers.
/// </summary>
/// <remarks>
/// 22 bits leave room for the sum of 8-bit samples, weights beyond one and a sign in 32 bits. Except for <see cref="ResizeFilter.Area"/> positions
/// and rounding are those of Pillow, so that pixels are the same.
/// </remarks>
internal sealed class ResizeWeights
{
    internal const int Bits = 22;

    private readonly int[] _weights;
    private readonly (int First, int Count)[] _places;
    private readonly int _most;

    internal ResizeWeights(int from, int to, ResizeFilter filter)
    {
        var ratio = (double)from / to;
        var stretch = filter == ResizeFilter.Nearest ? 1 : Math.Max(ratio, 1);
        var reach = Reach(filter) * stretch;
        _most = (int)Math.Ceiling(reach) * 2 + 2;
        _weights = new int[checked(to * _most)];
        _places = new (int First, int Count)[to];
        var exact = new double[_most];

        // Where a new centre falls between two old pixels rounding decides, and Pillow's nearest filter adds up the ratio.
        var walked = 0.5 * ratio;
        for (var i = 0; i < to; i++, walked += ratio)
        {
            var center = filter == ResizeFilter.Nearest ? walked : (i + 0.5) * ratio;
            var (first, end) = filter switch
            {
                ResizeFilter.Area => ((int)Math.Floor(i * ratio), (int)Math.Ceiling((i + 1) * ratio)),
                ResizeFilter.Nearest => ((int)Math.Floor(center), (int)Math.Floor(center) + 1),
                _ => ((int)(center - reach + 0.5), (int)(center + reach + 0.5)),
            };
            first = Math.Clamp(first, 0, from - 1);
            end = Math.Clamp(end, first + 1, from);
            var total = 0.0;
            for (var k = first; k < end; k++)
            {
                exact[k - first] = filter switch
                {
                    ResizeFilter.Area => Math.Max(0, Math.Min((i + 1) * ratio, k + 1) - Math.Max(i * ratio, k)),
                    ResizeFilter.Nearest => 1,
                    _ => Weight(filter, (k - center + 0.5) * (1 / stretch)),
                };
                total += exact[k - first];
            }

            _places[i] = (first, end - first);
            for (var k = 0; k < end - first; k++)
            {
                var weight = exact[k] / total * (1 << Bits);
                _weights[i * _most + k] = (int)(weight + (weight < 0 ? -0.5 : 0.5));
            }
        }
    }

    /// <summary>What new position <paramref name="i"/> is made of.</summary>
    internal ReadOnlySpan<int> Of(int i, out int first)
    {
        (first, var count) = _places[i];
        return _weights.AsSpan(i * _most, count);
    }

    private static double Reach(ResizeFilter filter) => filter switch
    {
        ResizeFilter.Area => 1,
        ResizeFilter.Bilinear => 1,
        ResizeFilter.Nearest => 1,
        ResizeFilter.Bicubic => 2,
        ResizeFilter.Lanczos => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "not a resize filter"),
    };

    private static double Weight(ResizeFilter filter, double x)
    {
        x = Math.Abs(x);
        return filter switch
        {
            ResizeFilter.Bilinear => x < 1 ? 1 - x : 0,
            ResizeFilter.Bicubic => x < 1 ? (1.5 * x - 2.5) * x * x + 1 : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0,
            _ => x < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
