namespace Kiln.Data.Tests;

public class JpegKernelTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(500)]
    [InlineData(4000)]
    [InlineData(30000)]
    public void The_vector_transform_equals_the_plain_one(int magnitude)
    {
        var random = new Random(magnitude);
        var (block, vector, plain) = (new int[64], new byte[7 * 11 + 8], new byte[7 * 11 + 8]);
        for (var i = 0; i < 2000; i++)
        {
            Array.Clear(block);
            for (var k = random.Next(64); k >= 0; k--)
            {
                block[random.Next(64)] = random.Next(-magnitude, magnitude + 1);
            }

            JpegInverse.Transform(block, vector, 11);
            JpegInverse.TransformPlain(block, plain, 11);
            vector.ShouldBe(plain);
        }
    }

    [Fact]
    public void The_transform_is_the_cosine_sum_of_the_standard_within_one()
    {
        var random = new Random(5);
        var (block, samples) = (new int[64], new byte[64]);
        for (var i = 0; i < 50; i++)
        {
            Array.Clear(block);
            block[0] = random.Next(-500, 500);
            for (var k = 0; k < 10; k++)
            {
                block[random.Next(64)] = random.Next(-100, 101);
            }

            JpegInverse.Transform(block, samples, 8);
            for (var y = 0; y < 8; y++)
            {
                for (var x = 0; x < 8; x++)
                {
                    // T.81, A.3.3, as it stands there.
                    var sum = 0.0;
                    for (var v = 0; v < 8; v++)
                    {
                        for (var u = 0; u < 8; u++)
                        {
                            sum += (u == 0 ? Math.Sqrt(0.5) : 1) * (v == 0 ? Math.Sqrt(0.5) : 1) * block[8 * v + u]
                                * Math.Cos((2 * x + 1) * u * Math.PI / 16) * Math.Cos((2 * y + 1) * v * Math.PI / 16) / 4;
                        }
                    }

                    ((double)samples[8 * y + x]).ShouldBe(Math.Clamp(sum + 128, 0, 255), 1.0);
                }
            }
        }
    }

    [Fact]
    public void A_block_of_one_mean_is_what_the_transform_makes_of_it()
    {
        var (block, full, flat) = (new int[64], new byte[64], new byte[64]);
        for (block[0] = -1300; block[0] < 1300; block[0]++)
        {
            JpegInverse.TransformPlain(block, full, 8);
            JpegInverse.Flat(block[0], flat, 8);
            flat.ShouldBe(full);
        }
    }

    [Fact]
    public void Colours_in_lanes_equal_colours_one_by_one()
    {
        var random = new Random(1);
        var (y, cb, cr) = (new byte[1024], new byte[1024], new byte[1024]);
        foreach (var samples in new[] { y, cb, cr })
        {
            random.NextBytes(samples);
        }

        for (var width = 1; width <= 1000; width += 37)
        {
            var row = new byte[3 * width];
            JpegColor.ToRgb(y, cb, cr, width, row);
            for (var x = 0; x < width; x++)
            {
                var pixel = new byte[3];
                JpegColor.ToRgb(y.AsSpan(x), cb.AsSpan(x), cr.AsSpan(x), 1, pixel);
                row.AsSpan(3 * x, 3).ToArray().ShouldBe(pixel);
            }
        }
    }

    [Fact]
    public void Every_code_of_a_table_is_found_and_others_are_not()
    {
        // One code of each length from 1 to 16: 0, 10, 110 and so on; sixteen ones are no code.
        byte[] definition = [.. Enumerable.Repeat((byte)1, 16), .. Enumerable.Range(1, 16).Select(i => (byte)(0x10 + i % 10))];
        var table = new JpegHuffman();
        table.Define(definition, dc: false).ShouldBeTrue();
        for (var length = 1; length <= 16; length++)
        {
            var code = ((1 << length) - 2) << (16 - length);
            byte[] data = (code >> 8) == 0xFF ? [0xFF, 0, (byte)code, 0, 0, 0, 0] : [(byte)(code >> 8), (byte)code, 0, 0, 0, 0];
            var bits = new JpegBits(data, 0);
            bits.Fill();
            var before = bits.Count;
            table.Decode(ref bits).ShouldBe(definition[15 + length]);
            (before - bits.Count).ShouldBe(length);
        }

        byte[] sixteenOnes = [0xFF, 0, 0xFF, 0, 0, 0];
        var ones = new JpegBits(sixteenOnes, 0);
        ones.Fill();
        table.Decode(ref ones).ShouldBe(-1);
        table.Define([3, .. new byte[15], 1, 2, 3], dc: false).ShouldBeFalse();
        table.Define([1, .. new byte[15], 16], dc: true).ShouldBeFalse();
    }
}
