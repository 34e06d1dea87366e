using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Texts of ids that come one by one.</summary>
public class StreamingTests
{
    private static int Byte(int value) => value + 3;

    [Theory]
    [InlineData(new[] { 15043, 13, 243, 162 }, "Hello|\n|||\uFFFD\uFFFD")]
    [InlineData(new[] { 13, 13, 243, 162, 155, 131, 243 }, "\n|\n||||😀||\uFFFD")]
    [InlineData(new[] { 15043, 243, 162, 155, 131 }, "Hello||||😀|")]
    [InlineData(new[] { 15043, 243, 162, 15043 }, "Hello|||\uFFFD\uFFFD Hello|")]
    [InlineData(new[] { 15043, 13, 258, 13, 243, 162, 155, 131, 15043, 13 }, "Hello|\n|\uFFFD|\uFFFD|\uFFFD|\uFFFD|\uFFFD|\uFFFD| Hello|\n|")]
    [InlineData(new[] { 243, -1, 162, 99999, 155, 131 }, "|||||😀|")]
    public void A_byte_that_is_no_text_is_one_replacement_character_and_the_rest_of_its_run_too(int[] ids, string expected)
    {
        var stream = Llama2.Tokenizer.CreateStreamingDecoder();
        for (var again = 0; again < 2; again++)
        {
            string.Join('|', [.. ids.Select(stream.Add), stream.Finish()]).ShouldBe(expected);
        }
    }

    [Fact]
    public void Streams_of_bytes_are_the_whole_text_but_for_characters_shown_before_the_first_bad_byte()
    {
        var random = new Random(11);
        int[] common = [15043, 29871, 3186, 13, Byte(0x20), Byte(0x41), Byte(0xF0), Byte(0x9F), Byte(0x98), Byte(0x80), Byte(0xC3), Byte(0x89), Byte(0xED), Byte(0xFF), Byte(0xE2)];
        for (var i = 0; i < 20_000; i++)
        {
            var ids = Enumerable.Range(0, random.Next(1, 14)).Select(_ => common[random.Next(common.Length)]).ToArray();
            var stream = Llama2.Tokenizer.CreateStreamingDecoder();
            var text = string.Concat([.. ids.Select(stream.Add), stream.Finish()]);
            text.ShouldBe(Expected(ids), string.Join(' ', ids));
        }
    }

    [Fact]
    public void A_stream_takes_away_the_spaces_that_decoding_takes_away()
    {
        var tokenizer = new Tokenizer(TestData.Gpt2.Model, TestData.Gpt2.Parts with { Config = new() { CleansUpSpaces = true } });
        int[] given = [31373, 764, 466, 299, 470, 5145];
        Streamed(tokenizer, given).ShouldBe(tokenizer.Decode(given));

        var random = new Random(12);
        string[] parts = [" ", " ", "'", "n", "t", "'s", " 've", "r", "e", "v", "m", ".", ",", "!", "?", "a", " do", " not", "é", "😀", "\n"];
        for (var i = 0; i < 20_000; i++)
        {
            var ids = tokenizer.EncodeToIds(string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => parts[random.Next(parts.Length)])));
            Streamed(tokenizer, ids).ShouldBe(tokenizer.Decode(ids), string.Join(' ', ids));
        }
    }

    [Fact]
    public void Cleaning_holds_back_no_more_than_what_may_change()
    {
        var tokenizer = new Tokenizer(TestData.Gpt2.Model, TestData.Gpt2.Parts with { Config = new() { CleansUpSpaces = true } });
        var stream = tokenizer.CreateStreamingDecoder();
        stream.Add(31373).ShouldBe("hello");
        stream.Add(220).ShouldBe("");
        stream.Add(220).ShouldBe("");
        stream.Add(13).ShouldBe(" .");
        stream.Add(995).ShouldBe(" world");
        stream.Add(220).ShouldBe("");
        stream.Finish().ShouldBe(" ");
        stream.Finish().ShouldBe("");
    }

    private static string Streamed(Tokenizer tokenizer, int[] ids)
    {
        var stream = tokenizer.CreateStreamingDecoder();
        return string.Concat([.. ids.Select(stream.Add), stream.Finish()]);
    }

    // Written anew: of each run of bytes the characters before the first bad byte, then U+FFFD for each byte; a space at the beginning goes.
    private static string Expected(int[] ids)
    {
        var (text, run) = (new StringBuilder(), new List<byte>());
        foreach (var id in ids)
        {
            if (id is >= 3 and < 259)
            {
                run.Add((byte)(id - 3));
                continue;
            }

            End();
            text.Append(Llama2.Tokenizer.IdToToken(id)!.Replace('▁', ' '));
        }

        End();
        return text.Length > 0 && text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();

        void End()
        {
            var bytes = run.ToArray();
            var at = 0;
            while (at < bytes.Length)
            {
                if (Rune.DecodeFromUtf8(bytes.AsSpan(at), out var rune, out var length) == System.Buffers.OperationStatus.Done)
                {
                    text.Append(rune);
                    at += length;
                    continue;
                }

                text.Append('\uFFFD', bytes.Length - at);
                break;
            }

            run.Clear();
        }
    }
}
