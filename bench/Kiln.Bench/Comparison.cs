namespace Kiln.Bench;

/// <summary>One thing that Kiln and its peers both do.</summary>
/// <param name="Name">What <c>bench/compare</c> selects by: the family, then what is done, then the sizes.</param>
/// <param name="Unit">What <paramref name="Work"/> counts, per second.</param>
/// <param name="Work">Units of work in one run: 10⁹ operations, 10⁹ bytes, images.</param>
/// <param name="Prepare">Makes the operands and returns one run.</param>
/// <param name="Peers">Who else does it. The ratio is to the best of them.</param>
internal sealed record Comparison(string Name, string Unit, double Work, Func<Trial> Prepare, params Peer[] Peers)
{
    /// <summary>The line of the summary that this comparison counts in.</summary>
    public string Group { get; init; } = "";

    /// <summary>The ratio that is aimed at; 0 for none.</summary>
    public double Bar { get; init; }

    /// <summary>Floating-point operations of one run (a multiply-add is two), for the share of the processor's peak; 0 where they are not what bounds it.</summary>
    public double Operations { get; init; }

    /// <summary>Whether <see cref="Operations"/> are on float64, whose peak is half.</summary>
    public bool Float64 { get; init; }

    /// <summary>Bytes that one run must read from memory, for the share of its bandwidth; 0 where the caches hold the operands.</summary>
    public double BytesRead { get; init; }

    /// <summary>Bytes that one run must write to memory.</summary>
    public double BytesWritten { get; init; }

    /// <summary>A comparison that arithmetic bounds, in GFLOP/s.</summary>
    public static Comparison Arithmetic(string name, double operations, Func<Trial> prepare, params Peer[] peers) =>
        new(name, "GFLOP/s", operations * 1e-9, prepare, peers) { Operations = operations };

    /// <summary>A comparison that memory bounds, in GB/s of the bytes that have to move.</summary>
    public static Comparison Traffic(string name, double bytesRead, double bytesWritten, Func<Trial> prepare, params Peer[] peers) =>
        new(name, "GB/s", (bytesRead + bytesWritten) * 1e-9, prepare, peers) { BytesRead = bytesRead, BytesWritten = bytesWritten };
}
