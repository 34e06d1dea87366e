using System.Runtime.InteropServices;

namespace Kiln.Numerics.Tests;

/// <summary>
/// Memory that ends, or begins, exactly at a page which may not be touched: a kernel that reads or writes one element too many does not get away with it,
/// it brings the process down. On POSIX systems only.
/// </summary>
internal sealed unsafe partial class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private const int None = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymousOnLinux = 0x22;
    private const int Page = 65536;

    private readonly byte* _mapping;
    private readonly nuint _length;
    private readonly T* _first;
    private readonly int _count;

    /// <summary>Copies elements to guarded memory.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="atEnd">Whether the guard lies behind them, else before.</param>
    public GuardedMemory(ReadOnlySpan<T> values, bool atEnd)
    {
        var bytes = (nuint)values.Length * (nuint)sizeof(T);
        var body = (bytes + Page - 1) / Page * Page;
        _length = body + (2 * Page);
        _mapping = (byte*)GuardedMemory.Map(0, _length, ReadWrite, PrivateAnonymousOnLinux, -1, 0);
        ((nint)_mapping).ShouldNotBe(-1);
        GuardedMemory.Protect(_mapping, Page, None).ShouldBe(0);
        GuardedMemory.Protect(_mapping + Page + body, Page, None).ShouldBe(0);
        _first = (T*)(_mapping + Page + (atEnd ? body - bytes : 0));
        _count = values.Length;
        values.CopyTo(Span);
    }

    /// <summary>Whether this system can do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The elements.</summary>
    public Span<T> Span => new(_first, _count);

    public void Dispose() => GuardedMemory.Unmap(_mapping, _length);
}

/// <summary>The system's calls.</summary>
internal static unsafe partial class GuardedMemory
{
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int Protect(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(byte* address, nuint length);
}
