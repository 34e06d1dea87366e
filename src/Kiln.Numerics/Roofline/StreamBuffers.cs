using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>Buffers for bandwidth measurements, some per thread, on large pages where there are any, touched beforehand.</summary>
internal sealed unsafe class StreamBuffers : IDisposable
{
    private readonly nint[] _buffers;
    private readonly int _perThread;

    public StreamBuffers(int threads, int perThread, long bytes)
    {
        _perThread = perThread;
        Floats = (nint)(bytes / sizeof(float));
        _buffers = new nint[threads * perThread];
        for (var i = 0; i < _buffers.Length; i++)
        {
            _buffers[i] = (nint)NativeMemory.AlignedAlloc((nuint)bytes, bytes >= HugePages.Size ? (nuint)HugePages.Size : 4096);
            HugePages.Advise((void*)_buffers[i], (nuint)bytes);
            for (nint j = 0; j < Floats; j++)
            {
                ((float*)_buffers[i])[j] = 1;
            }
        }
    }

    /// <summary>Numbers per buffer.</summary>
    public nint Floats { get; }

    public float* this[int thread, int buffer] => (float*)_buffers[(thread * _perThread) + buffer];

    public void Dispose()
    {
        for (var i = 0; i < _buffers.Length; i++)
        {
            NativeMemory.AlignedFree((void*)_buffers[i]);
            _buffers[i] = 0;
        }
    }
}
