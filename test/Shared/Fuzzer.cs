namespace Kiln.Testing;

/// <summary>
/// Feeds a reader with damaged copies of good files. Reading may succeed or throw one of the exceptions that are allowed; anything else
/// fails the test, as does an input for which the reader allocates more than it should. The inputs are the same in every run.
/// The environment variable KILN_FUZZ_COUNT says how many inputs to try; 20,000 by default.
/// </summary>
public static class Fuzzer
{
    private static readonly uint[] AwkwardNumbers =
    [
        0, 1, 2, 3, 4, 7, 8, 9, 16, 255, 256, 257, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0x7FFFFFF0, 0x01000000,
    ];

    /// <summary>How many inputs a test tries.</summary>
    public static int Count { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("KILN_FUZZ_COUNT"), out var count) && count > 0 ? count : 20_000;

    /// <summary>Runs the reader over <see cref="Count"/> damaged inputs.</summary>
    /// <typeparam name="TException">The exception that bad input should give; types derived from it count.</typeparam>
    /// <param name="seeds">Good inputs.</param>
    /// <param name="read">Reads an input.</param>
    /// <param name="repair">Called on two inputs of three after the damage, to make check values good again so that the reader gets past them.</param>
    /// <param name="maxAllocatedBytes">The most the reader may allocate on this thread for one input.</param>
    /// <returns>How many inputs were read without an exception; a test may ask for a few, or it only tests the first check.</returns>
    public static int Run<TException>(
        IReadOnlyList<byte[]> seeds, Action<byte[]> read, Func<byte[], byte[]>? repair = null, long maxAllocatedBytes = 64L << 20)
        where TException : Exception
    {
        var random = new Random(20_261_122);
        var good = 0;
        for (var i = 0; i < Count; i++)
        {
            var input = Damage(seeds[random.Next(seeds.Count)], seeds, random);
            if (repair is not null && random.Next(3) != 0)
            {
                input = repair(input);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(input);
                good++;
            }
            catch (TException e) when (e.Message.Length > 0)
            {
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"input {i}: {e.GetType().Name}: {e.Message}\n{Show(input)}", e);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > maxAllocatedBytes)
            {
                throw new InvalidOperationException($"input {i} of {input.Length} bytes made the reader allocate {allocated} bytes\n{Show(input)}");
            }
        }

        return good;
    }

    /// <summary>A copy of <paramref name="seed"/> with one to four changes.</summary>
    public static byte[] Damage(byte[] seed, IReadOnlyList<byte[]> seeds, Random random)
    {
        var data = new List<byte>(seed);
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            // Headers decide most, so half of the changes fall into the first 64 bytes.
            var reach = random.Next(2) == 0 ? Math.Min(64, data.Count) : data.Count;
            var at = reach == 0 ? 0 : random.Next(reach);
            switch (random.Next(9))
            {
                case 0 when data.Count > 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when data.Count > 0:
                    data[at] = (byte)random.Next(256);
                    break;
                case 2 when data.Count > 0:
                    data[at] = (byte)AwkwardNumbers[random.Next(AwkwardNumbers.Length)];
                    break;
                case 3:
                    data.RemoveRange(at, data.Count - at);
                    break;
                case 4:
                    data.RemoveRange(at, Math.Min(random.Next(1, 17), data.Count - at));
                    break;
                case 5:
                    data.InsertRange(at, data.GetRange(at, Math.Min(random.Next(1, 33), data.Count - at)));
                    break;
                case 6:
                    var number = AwkwardNumbers[random.Next(AwkwardNumbers.Length)];
                    var bigEndian = random.Next(2) == 0;
                    for (var k = 0; k < 4 && at + k < data.Count; k++)
                    {
                        data[at + k] = (byte)(number >> (8 * (bigEndian ? 3 - k : k)));
                    }

                    break;
                case 7:
                    var other = seeds[random.Next(seeds.Count)];
                    var from = random.Next(other.Length + 1);
                    data.RemoveRange(at, data.Count - at);
                    data.AddRange(other[from..]);
                    break;
                default:
                    var noise = new byte[random.Next(1, 9)];
                    random.NextBytes(noise);
                    data.InsertRange(at, noise);
                    break;
            }
        }

        return [.. data];
    }

    private static string Show(byte[] input) => Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 4096)));
}
