namespace Kiln.Cli.Tests;

/// <summary>The limits of a machine that there is not: round numbers.</summary>
internal static class FakeRoofs
{
    public static MachineRoofs Of(int threads, double scale) => new(
        threads,
        100e9 * scale,
        50e9 * scale,
        [
            new CacheRoof("L1", 16 << 10, 200e9 * scale), new CacheRoof("L2", 256 << 10, 120e9 * scale), new CacheRoof("L3", 4 << 20, 90e9 * scale),
            new CacheRoof("memory", 256 << 20, 20e9 * scale),
        ],
        30e9 * scale,
        32e9 * scale);
}
