namespace Kiln.Estimators;

/// <summary>What numbers that are categories came as, which their names show.</summary>
internal enum CategoryNumbers
{
    /// <summary>Floating-point numbers: 3.0.</summary>
    Floats,

    /// <summary>Integers: 3.</summary>
    Integers,

    /// <summary>Truths: True.</summary>
    Flags,
}
