using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>Numbers that begin at a line of the cache and stay where they are: records that fill whole lines or halves of them then never lie across two.</summary>
internal sealed unsafe class LineNumbers
{
    /// <summary>How many numbers a line holds.</summary>
    public const int Line = 8;

    private readonly double[] _memory;

    /// <summary>Zeros.</summary>
    /// <param name="length">How many.</param>
    public LineNumbers(int length)
    {
        _memory = GC.AllocateArray<double>(checked(length + Line), pinned: true);
        var start = (double*)Unsafe.AsPointer(ref _memory[0]);
        Start = start + ((64 - ((nuint)start % 64)) % 64 / sizeof(double));
        Length = length;
    }

    /// <summary>The first number; valid as long as this lives.</summary>
    public double* Start { get; }

    /// <summary>How many.</summary>
    public int Length { get; }

    /// <summary>All numbers.</summary>
    public Span<double> Span => new(Start, Length);

    /// <summary>The next multiple of a line.</summary>
    public static int Padded(int length) => (length + Line - 1) / Line * Line;
}
