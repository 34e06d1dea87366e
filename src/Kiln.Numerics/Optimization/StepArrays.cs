namespace Kiln.Numerics;

/// <summary>
/// One parameter's arrays, for a step over many parameters at once (<see cref="IOptimizerStep"/>). The caller keeps
/// the memory alive and in place until the step returns.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="parameter">The parameter; changed in place.</param>
/// <param name="gradient">Its gradient, as long.</param>
/// <param name="count">The number of elements of every array.</param>
/// <param name="first">The first state array; changed in place. Null where the formula has none.</param>
/// <param name="second">The second state array; changed in place. Null where the formula has none.</param>
/// <param name="third">The third state array; changed in place. Null where the formula has none.</param>
public readonly unsafe struct StepArrays<T>(T* parameter, T* gradient, int count, T* first = null, T* second = null, T* third = null)
    where T : unmanaged
{
    internal readonly T* Parameter = parameter;
    internal readonly T* Gradient = gradient;
    internal readonly T* First = first;
    internal readonly T* Second = second;
    internal readonly T* Third = third;
    internal readonly int Count = count >= 0 ? count : throw new ArgumentOutOfRangeException(nameof(count), count, "optimiser step: a negative number of elements");
}
