namespace Kiln.Numerics;

/// <summary>The error of a function that has no meaning on integers.</summary>
internal static class NotForIntegers
{
    public static NotSupportedException Error(Type type) =>
        new($"This function is defined on floating-point numbers, not on {type.Name}; convert the operand first.");
}
