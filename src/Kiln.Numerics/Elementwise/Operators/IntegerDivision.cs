using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Division and powers of integers that wrap where C# would throw, and throw with a reason where there is no result.</summary>
internal static class IntegerDivision
{
    public static T Truncate<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (y == T.Zero)
        {
            throw ByZero(x);
        }

        return IsMinusOne(y) ? unchecked(T.Zero - x) : x / y;
    }

    public static T TruncatedRemainder<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (y == T.Zero)
        {
            throw ByZero(x);
        }

        return IsMinusOne(y) ? T.Zero : x % y;
    }

    public static T Floor<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var quotient = Truncate(x, y);
        return !IsMinusOne(y) && T.IsNegative(x) != T.IsNegative(y) && quotient * y != x ? quotient - T.One : quotient;
    }

    public static T FloorRemainder<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var remainder = TruncatedRemainder(x, y);
        return remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y) ? remainder + y : remainder;
    }

    /// <summary>By repeated squaring; wraps.</summary>
    public static T Power<T>(T x, T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (T.IsNegative(y))
        {
            throw new ArgumentException(
                $"power: integers cannot be raised to negative powers (exponent {y}), whose results are fractions; convert to a floating-point type first");
        }

        var result = T.One;
        for (var square = x; y != T.Zero; y >>= 1)
        {
            if ((y & T.One) != T.Zero)
            {
                result = unchecked(result * square);
            }

            square = unchecked(square * square);
        }

        return result;
    }

    // For unsigned types the bits of all ones are the largest value, whose division needs no care; T.MinValue is zero there.
    private static bool IsMinusOne<T>(T y)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => T.MinValue != T.Zero && y == T.AllBitsSet;

    private static DivideByZeroException ByZero<T>(T x) =>
        new($"Integer division: {x} is divided by zero, which integers have no value for; convert to a floating-point type, or mask the zeros first.");
}
