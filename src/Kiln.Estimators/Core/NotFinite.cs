using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// Finds NaN and infinities on the way of a loop: v · 0 is a zero for every number and NaN for the others, and of zeros or'ed together no bit of the exponent is set.
/// (Or'ed and not added: an addition waits four cycles for the one before.)
/// </summary>
internal static class NotFinite
{
    private const long Exponent = 0x7FF0_0000_0000_0000;

    /// <summary>What lanes of values add to the traces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<long> Trace(Vector<double> values) => Vector.AsVectorInt64(values * Vector<double>.Zero);

    /// <summary>Whether traces or'ed together tell of a value that is not finite.</summary>
    public static bool Any(Vector<long> traces) => (traces & new Vector<long>(Exponent)) != Vector<long>.Zero;
}
