using System.Buffers;

namespace Kiln.Numerics;

/// <summary>
/// A large operand whose neighbours along the innermost axis are far apart, as those of a transposed matrix. Read in the order of the result it would touch a
/// cache line for each element, so it is copied first, in square tiles that use the lines whole.
/// </summary>
internal static unsafe class ScatteredOperand
{
    /// <summary>Below this many elements the cache holds everything anyway.</summary>
    private const int Small = 4096;

    public static bool Is(BroadcastPlan plan, int operand) => plan.Count >= Small && plan.IsScattered(operand);

    public static int[] ContiguousStrides(ReadOnlySpan<int> sizes)
    {
        var strides = new int[sizes.Length];
        var step = 1;
        for (var axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = step;
            step *= sizes[axis];
        }

        return strides;
    }

    /// <summary>The contiguous copy, in rented memory until it is disposed of.</summary>
    public readonly ref struct Copy<T>
        where T : unmanaged
    {
        private readonly T[] _rented;
        private readonly MemoryHandle _pin;

        public Copy(ReadOnlySpan<int> sizes, T* source, ReadOnlySpan<int> strides)
        {
            var count = 1;
            foreach (var size in sizes)
            {
                count *= size;
            }

            _rented = ArrayPool<T>.Shared.Rent(count);
            _pin = _rented.AsMemory().Pin();
            Strides = ContiguousStrides(sizes);
            StridedCopy.Copy(sizes, source, strides, _pin.Pointer, Strides, sizeof(T));
        }

        public T* Data => (T*)_pin.Pointer;

        public int[] Strides { get; }

        public void Dispose()
        {
            _pin.Dispose();
            ArrayPool<T>.Shared.Return(_rented);
        }
    }
}
