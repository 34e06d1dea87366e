using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>
/// Working memory for a kernel: a per-thread stack of native buffers that grow and are reused, so that a training step allocates
/// nothing. Contents are undefined. Rent and dispose in the order of a stack: <c>using var buffer = Scratch.Rent&lt;float&gt;(n);</c>
/// </summary>
/// <remarks>Aligned to 64 bytes, one cache line and one 512-bit register. A buffer beyond 64 MiB is given back to the system at once.</remarks>
internal readonly unsafe ref struct Scratch
{
    private const nuint Alignment = 64;
    private const nuint KeepBytes = 64 << 20;

    // From here on a buffer is worth a page of 2 MB: with small ones the copies of a large product gave 2 to 4 % of its time to address translation.
    private const nuint LargeBytes = 256 << 10;

    [ThreadStatic]
    private static Stack? t_stack;

    private readonly Stack? _stack;

    private Scratch(Stack? stack, void* pointer)
    {
        _stack = stack;
        Pointer = pointer;
    }

    /// <summary>The first byte.</summary>
    public void* Pointer { get; }

    /// <summary>Rents room for <paramref name="count"/> elements; none for 0.</summary>
    public static Scratch Rent<T>(nint count)
        where T : unmanaged
    {
        if (count == 0)
        {
            return default;
        }

        var stack = t_stack ??= new Stack();
        return new Scratch(stack, stack.Push(checked((nuint)count * (nuint)sizeof(T))));
    }

    /// <summary>Returns the buffer.</summary>
    public void Dispose() => _stack?.Pop();

    // Owned by one thread; the finalizer frees the buffers after the thread has ended.
    private sealed class Stack
    {
        private nint[] _pointers = new nint[4];
        private nuint[] _sizes = new nuint[4];
        private int _depth;

        ~Stack()
        {
            foreach (var pointer in _pointers)
            {
                NativeMemory.AlignedFree((void*)pointer);
            }
        }

        public void* Push(nuint bytes)
        {
            if (_depth == _pointers.Length)
            {
                Array.Resize(ref _pointers, _depth * 2);
                Array.Resize(ref _sizes, _depth * 2);
            }

            if (_sizes[_depth] < bytes)
            {
                Free(_depth);
                var isLarge = bytes >= LargeBytes;
                var unit = isLarge ? (nuint)HugePages.Size : 4096;
                var size = (bytes + unit - 1) & ~(unit - 1);
                var pointer = NativeMemory.AlignedAlloc(size, isLarge ? unit : Alignment);
                if (isLarge)
                {
                    HugePages.Advise(pointer, size);
                }

                _pointers[_depth] = (nint)pointer;
                _sizes[_depth] = size;
            }

            return (void*)_pointers[_depth++];
        }

        public void Pop()
        {
            _depth--;
            if (_sizes[_depth] > KeepBytes)
            {
                Free(_depth);
            }
        }

        private void Free(int level)
        {
            NativeMemory.AlignedFree((void*)_pointers[level]);
            _pointers[level] = 0;
            _sizes[level] = 0;
        }
    }
}
