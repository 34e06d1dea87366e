using System.Runtime.InteropServices;

namespace Kiln.Numerics.Tests;

public unsafe class PickedRowsTests
{
    [Fact]
    public void Rows_of_any_length_are_copied_and_nothing_behind_them()
    {
        var random = new Random(5);
        for (var bytes = 1; bytes < 300; bytes += bytes < 140 ? 1 : 13)
        {
            foreach (var (blocks, height, places) in new[] { (1, 7, 1), (1, 50, 200), (3, 9, 40) })
            {
                var rows = Enumerable.Range(0, places).Select(_ => random.Next(height)).ToArray();
                var x = new byte[blocks * height * bytes];
                random.NextBytes(x);
                var y = new byte[(blocks * places * bytes) + 64];
                Array.Fill(y, (byte)0xA5);
                fixed (byte* px = x, py = y)
                {
                    PickedRows.Copy(blocks, height, rows, bytes, px, py);
                }

                for (var i = 0; i < blocks * places; i++)
                {
                    var row = (i / places * height) + rows[i % places];
                    y.AsSpan(i * bytes, bytes).SequenceEqual(x.AsSpan(row * bytes, bytes)).ShouldBeTrue($"place {i}, rows of {bytes} bytes");
                }

                y.AsSpan(blocks * places * bytes).IndexOfAnyExcept((byte)0xA5).ShouldBe(-1, $"behind rows of {bytes} bytes");
            }
        }
    }

    [Theory]
    [InlineData(3072)]
    [InlineData(64)]
    [InlineData(100)]
    public void Results_beyond_the_caches_equal_the_rows(int bytes)
    {
        const int Height = 1000;
        var places = 13_000_000 / bytes;
        var random = new Random(6);
        var rows = Enumerable.Range(0, places).Select(_ => random.Next(Height)).ToArray();
        var x = new byte[Height * bytes];
        random.NextBytes(x);
        var y = (byte*)NativeMemory.AlignedAlloc((nuint)places * (nuint)bytes, 64);
        try
        {
            fixed (byte* px = x)
            {
                PickedRows.Copy(1, Height, rows, bytes, px, y);
            }

            for (var i = 0; i < places; i++)
            {
                if (!new Span<byte>(y + ((nint)i * bytes), bytes).SequenceEqual(x.AsSpan(rows[i] * bytes, bytes)))
                {
                    Assert.Fail($"place {i}");
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(y);
        }
    }

    [Fact]
    public void A_row_that_does_not_exist_is_refused()
    {
        var x = new byte[10];
        Should.Throw<ArgumentException>(() =>
        {
            fixed (byte* p = x)
            {
                PickedRows.Copy(1, 5, [4, 5], 2, p, p);
            }
        }).Message.ShouldStartWith("picked rows: place 1 asks for row 5; the table has 5.");
    }
}
