using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

public class SentencePieceTests
{
    public static TheoryData<string> Models =>
    [
        "llama2/tokenizer.model", "sentencepiece/spiece.model", "sentencepiece/test_sentencepiece.model", "sentencepiece/test_sentencepiece_bpe.model",
        "sentencepiece/test_sentencepiece_bpe_char.model", "sentencepiece/test_sentencepiece_no_bos.model", "sentencepiece/test_sentencepiece_with_bytefallback.model",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void Ids_are_those_of_the_reference(string file)
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
        var goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece.json"))).RootElement;
        var model = goldens.GetProperty("models").GetProperty(file);
        var failures = new List<string>();
        foreach (var (text, ids) in goldens.GetProperty("texts").EnumerateArray().Zip(model.GetProperty("ids").EnumerateArray()))
        {
            var given = tokenizer.EncodeToIds(text.GetString()!);
            if (!given.SequenceEqual(ids.Ints()))
            {
                failures.Add($"{text.GetRawText()}\n gave {string.Join(' ', given)}\n not  {string.Join(' ', ids.Ints())}");
            }
        }

        failures.ShouldBeEmpty();
        var all = string.Join(' ', goldens.GetProperty("texts").EnumerateArray().Select(text => text.GetString()));
        var joined = string.Join(',', tokenizer.EncodeToIds(all + all + all));
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined))).ShouldBe(model.Text("long"));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Offsets_lie_in_order_within_the_text(string file)
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
        foreach (var text in JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece.json"))).RootElement.GetProperty("texts").EnumerateArray())
        {
            var encoding = tokenizer.Encode(text.GetString()!);
            encoding.Ids.Length.ShouldBe(tokenizer.EncodeToIds(text.GetString()!).Length);
            var last = 0;
            foreach (var offset in encoding.Offsets)
            {
                offset.Start.ShouldBeGreaterThanOrEqualTo(last);
                offset.End.ShouldBeInRange(offset.Start, text.GetString()!.Length);
                last = offset.Start;
            }
        }
    }

    [Theory]
    [InlineData("llama2/tokenizer.model")]
    [InlineData("sentencepiece/test_sentencepiece_with_bytefallback.model")]
    public void What_byte_fallback_encodes_it_decodes(string file)
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
        foreach (var text in (string[])["Hello world", "naïve 漢字 😀\U0010FFFD", "line\nline\ttab", "a  b"])
        {
            var expected = file.StartsWith("llama2", StringComparison.Ordinal) ? text : tokenizer.Parts.Normalizer!.Normalize(text).Replace('▁', ' ')[1..];
            tokenizer.Decode(tokenizer.EncodeToIds(text)).ShouldBe(expected);
        }
    }

    [Fact]
    public void Beginning_and_end_are_added_where_they_are_asked_for()
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes("llama2/tokenizer.model"), addBos: true, addEos: true);
        tokenizer.EncodeToIds("Hello <s>").ShouldBe([1, 15043, 529, 29879, 29958, 2]);
        tokenizer.Encode("Hello", new EncodeOptions { AddSpecialTokens = false }).Ids.ToArray().ShouldBe([15043]);
        tokenizer.Decode([1, 15043, 2]).ShouldBe("Hello");
        tokenizer.Decode([1, 15043, 2], skipSpecialTokens: false).ShouldBe("<s> Hello</s>");
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromSentencePiece(TestData.Bytes("sentencepiece/test_sentencepiece_no_bos.model"), addBos: true)).Message.ShouldContain("beginning");
    }

    [Fact]
    public void Time_is_linear_in_the_length_of_a_word()
    {
        // A million characters without a space: what is quadratic does not come back from this.
        var text = new string('a', 1_000_000);
        foreach (var file in (string[])["llama2/tokenizer.model", "sentencepiece/spiece.model"])
        {
            var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
            tokenizer.EncodeToIds(text).Length.ShouldBeInRange(10_000, 1_000_000);
        }
    }

    [Fact]
    public void Symbols_of_the_user_stay_whole_and_unused_pieces_are_taken_apart()
    {
        var bpe = Model(SentencePieceModelKind.Bpe, ("<unk>", 0, 2), ("<x>", 0, 4), ("▁", -9, 1), ("a", -8, 1), ("b", -7, 1), ("ab", -1, 5), ("aba", -2, 1), ("<", -10, 1), ("x", -10, 1), (">", -10, 1));
        Tokens(bpe, "ab<x>aba<x").ShouldBe(["▁", "a", "b", "<x>", "aba", "<", "x"]);
        var unigram = Model(SentencePieceModelKind.Unigram, ("<unk>", 0, 2), ("<x>", 0, 4), ("▁", -3, 1), ("a", -2, 1), ("b", -2, 1), ("ab", -1, 5), ("<", -1, 1), ("x", -1, 1), (">", -1, 1), ("x>", -0.5f, 1));
        Tokens(unigram, "ab<x>a?").ShouldBe(["▁", "a", "b", "<x>", "a", "<unk>"]);
    }

    [Fact]
    public void A_character_that_is_only_part_of_a_piece_merges_and_is_unknown_alone() =>
        Tokens(Model(SentencePieceModelKind.Bpe, ("<unk>", 0, 2), ("▁", -9, 1), ("é", -1, 1), ("né", -1, 1)), "né n é").ShouldBe(["▁", "né", "▁", "<unk>", "▁", "é"]);

    [Theory]
    [MemberData(nameof(Models))]
    public void A_saved_tokenizer_json_reads_back(string file)
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("normalizer");
            tokenizer.Parts.Normalizer!.Write(writer);
            writer.WriteEndObject();
            writer.WriteStartObject("model");
            tokenizer.Model.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        var read = Tokenizer.FromJson(stream.ToArray());
        foreach (var text in (string[])["Hello world", "This is a test, with numbers 123.", "  two  spaces ", "ﬁne ① text"])
        {
            read.EncodeToIds(text).ShouldBe(tokenizer.EncodeToIds(text), text);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_converted_file_gives_the_ids_of_the_file(string file)
    {
        var tokenizer = Tokenizer.FromSentencePiece(TestData.Bytes(file));
        var json = tokenizer.ToJson();
        var read = Tokenizer.FromJson(json);
        read.ToJson().ShouldBe(json);
        var texts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece.json"))).RootElement.GetProperty("texts");
        foreach (var text in texts.EnumerateArray().Select(item => item.GetString()!).Concat(["a<s><0x41>", "<unk></s>", "\u0085", "a\u0085b", "e\u0304\u0E31", "II I I II"]))
        {
            read.EncodeToIds(text).ShouldBe(tokenizer.EncodeToIds(text), text);
        }
    }

    [Fact]
    public void Symbols_of_the_user_and_unused_pieces_are_kept_when_a_file_is_converted()
    {
        var data = Model(SentencePieceModelKind.Unigram, ("<unk>", 0, 2), ("<x>", 0, 4), ("▁", -3, 1), ("a", -2, 1), ("b", -2, 1), ("ab", -1, 5), ("<", -1, 1), ("x", -1, 1), (">", -1, 1), ("x>", -0.5f, 1));
        var read = Tokenizer.FromJson(Tokenizer.FromSentencePiece(data).ToJson());
        read.EncodeToIds("ab<x>a?").Select(id => read.IdToToken(id)).ShouldBe(["▁", "a", "b", "<x>", "a", "<unk>"]);
    }

    [Theory]
    [InlineData(new byte[0], "it has no pieces")]
    [InlineData(new byte[] { 0x0A, 0x7F, 0x0A }, "are left")]
    [InlineData(new byte[] { 0x0F }, "wire type 7")]
    [InlineData(new byte[] { 0x0A, 0x03, 0x0A, 0x01, 0x61 }, "is the unknown one")]
    [InlineData(new byte[] { 0x0A, 0x00 }, "piece 0: it has 0 bytes")]
    public void Damaged_files_say_what_is_wrong(byte[] data, string message) =>
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromSentencePiece(data)).Message.ShouldContain(message);

    [Fact]
    public void Pieces_of_bytes_are_there_for_all_bytes_or_for_none()
    {
        (string, float, byte)[] pieces = [("<unk>", 0, 2), ("a", -2, 1), .. Bytes()];
        Tokens([.. Model(SentencePieceModelKind.Unigram, pieces), .. Fallback], "aé").ShouldBe(["<0xE2>", "<0x96>", "<0x81>", "a", "<0xC3>", "<0xA9>"]);
        Refused(Model(SentencePieceModelKind.Unigram, pieces)).ShouldContain("piece 2: it is '<0x00>', a byte");
        Refused([.. Model(SentencePieceModelKind.Unigram, pieces[..^1]), .. Fallback]).ShouldContain("it has pieces for 255 bytes");
        Refused([.. Model(SentencePieceModelKind.Unigram, [.. pieces, ("<0xGG>", 0, 6)]), .. Fallback]).ShouldContain("'<0xGG>' is no byte");

        static string Refused(byte[] model) => Should.Throw<TokenizerFormatException>(() => Tokenizer.FromSentencePiece(model)).Message;
    }

    [Fact]
    public void Damaged_files_give_an_error_and_nothing_else()
    {
        var map = new byte[] { 8, 0, 0, 0, 0, 4, 0, 0, 0x61, 5, 0, 0, 0x62, 0 };
        byte[][] seeds =
        [
            Model(SentencePieceModelKind.Bpe, ("<unk>", 0, 2), ("<x>", 0, 4), ("▁", -9, 1), ("a", -8, 1), ("b", -7, 1), ("ab", -1, 5), ("aba", -2, 1)),
            Model(SentencePieceModelKind.Unigram, ("<unk>", 0, 2), ("<s>", 0, 3), ("▁", -3, 1), ("a", -2, 1), ("ab", -1, 5)),
            [.. Model(SentencePieceModelKind.Unigram, [("<unk>", 0, 2), ("<s>", 0, 3), ("a", -2, 1), ("ab", -1, 5), .. Bytes()]), .. Fallback],
            [.. Model(SentencePieceModelKind.Bpe, [("<unk>", 0, 2), ("a", -2, 1), ("ab", -1, 1), .. Bytes()]), .. Fallback],
            Model(SentencePieceModelKind.Word, ("<unk>", 0, 2), ("▁a", -2, 1), ("▁ab", -1, 1)),
            Model(SentencePieceModelKind.Character, ("<unk>", 0, 2), ("▁", -3, 1), ("a", -2, 1)),
            [.. Model(SentencePieceModelKind.Unigram, ("<unk>", 0, 2), ("a", -2, 1)), 0x1A, (byte)(map.Length + 2), 0x12, (byte)map.Length, .. map],
        ];
        Fuzzer.Run<TokenizerException>(seeds, data => Tokenizer.FromSentencePiece(data).EncodeToIds("ab<x>aba <s> ÄÖ漢😀 \n")).ShouldBeGreaterThan(Fuzzer.Count / 20);
    }

    private static string[] Tokens(byte[] model, string text)
    {
        var tokenizer = Tokenizer.FromSentencePiece(model);
        return [.. tokenizer.EncodeToIds(text).Select(id => tokenizer.IdToToken(id)!)];
    }

    // The field 35 of the settings of training, which may come in parts.
    private static ReadOnlySpan<byte> Fallback => [0x12, 3, 0x98, 2, 1];

    private static IEnumerable<(string, float, byte)> Bytes() => Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", -9f, (byte)6));

    private static byte[] Model(SentencePieceModelKind kind, params (string Piece, float Score, byte Type)[] pieces)
    {
        var data = new List<byte>();
        foreach (var (piece, score, type) in pieces)
        {
            var bytes = Encoding.UTF8.GetBytes(piece);
            data.AddRange([0x0A, (byte)(bytes.Length + 9), 0x0A, (byte)bytes.Length, .. bytes, 0x15, .. BitConverter.GetBytes(score), 0x18, type]);
        }

        return [.. data, 0x12, 2, 0x18, (byte)kind];
    }
}
