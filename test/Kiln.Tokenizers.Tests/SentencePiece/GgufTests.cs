using System.Text;

namespace Kiln.Tokenizers.Tests;

public class GgufTests
{
    [Theory]
    [InlineData("ggml-vocab-gpt-2.gguf")]
    [InlineData("ggml-vocab-llama-spm.gguf")]
    [InlineData("ggml-vocab-bert-bge.gguf")]
    public void Ids_are_those_that_were_published_with_the_vocabulary(string file)
    {
        using var stream = File.OpenRead(TestData.Path("gguf/" + file));
        var tokenizer = Tokenizer.FromGguf(stream);
        var texts = Encoding.UTF8.GetString(TestData.Bytes($"gguf/{file}.inp")).Split("\n__ggml_vocab_test__\n");
        var expected = Encoding.UTF8.GetString(TestData.Bytes($"gguf/{file}.out")).Split('\n');
        texts.Length.ShouldBeInRange(expected.Length - 1, expected.Length);
        var failures = new List<string>();
        for (var i = 0; i < texts.Length; i++)
        {
            int[] ids = [.. expected[i].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            int[] given = [.. tokenizer.Encode(texts[i], new EncodeOptions { AddSpecialTokens = false }).Ids];
            if (!given.SequenceEqual(ids))
            {
                failures.Add($"{i}: {texts[i]}\n gave {string.Join(' ', given)}\n not  {string.Join(' ', ids)}");
            }
        }

        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Special_tokens_are_those_that_the_file_names()
    {
        using var llama = File.OpenRead(TestData.Path("gguf/ggml-vocab-llama-spm.gguf"));
        Tokenizer.FromGguf(llama).EncodeToIds("Hello world").ShouldBe([1, 15043, 3186]);
        using var bert = File.OpenRead(TestData.Path("gguf/ggml-vocab-bert-bge.gguf"));
        var tokenizer = Tokenizer.FromGguf(bert);
        tokenizer.EncodeToIds("Hello world").ShouldBe([101, 7592, 2088, 102]);
        tokenizer.Decode([101, 7592, 2088, 102]).ShouldBe("hello world");
        tokenizer.Parts.Config.SpecialToken("mask_token").ShouldBe("[MASK]");
    }

    [Theory]
    [InlineData("gguf/ggml-vocab-gpt-2.gguf", "<|endoftext|>")]
    [InlineData("llama2/tokenizer.model", "<s>")]
    public void Files_are_loaded_by_their_names(string file, string bos)
    {
        var tokenizer = Tokenizer.Load(TestData.Path(file));
        tokenizer.Parts.Config.SpecialToken("bos_token").ShouldBe(bos);
        tokenizer.Decode(tokenizer.EncodeToIds("Hello wörld 漢")).ShouldBe("Hello wörld 漢");
    }

    [Fact]
    public void Files_are_known_by_how_they_begin_and_a_folder_may_ask_for_the_beginning_of_texts()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer-").FullName;
        try
        {
            File.Copy(TestData.Path("llama2/tokenizer.model"), Path.Combine(folder, "pieces"));
            Tokenizer.Load(Path.Combine(folder, "pieces")).EncodeToIds("Hello").ShouldBe([15043]);
            File.Move(Path.Combine(folder, "pieces"), Path.Combine(folder, "tokenizer.model"));
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"add_bos_token": true, "bos_token": "<s>"}""");
            Tokenizer.Load(folder).EncodeToIds("Hello").ShouldBe([1, 15043]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Pieces_that_are_text_are_cut_at_line_feeds_or_at_spaces()
    {
        GgufPreTokenizers.Find("gemma4").Make().Split("a▁b\n\nc").ShouldBe(["a▁b", "\n\n", "c"]);
        GgufPreTokenizers.Find("sarvam-moe").Make().Split("a▁b\n\nc").ShouldBe(["a▁b", "\n\n", "c"]);
        GgufPreTokenizers.Find("whitespace").Make().Split("a  b\tc").ShouldBe(["a", "  ", "b", "\t", "c"]);
    }

    // Texts of llama.cpp's own vocabulary tests, cut as the expressions of its table cut them.
    [Theory]
    [InlineData("llama-bpe", "Hello  world's 12345!!\n\n x", "Hello| | world|'s| |123|45|!!\n\n| x")]
    [InlineData("qwen2", "I'LL pay 123 €", "I|'LL| pay| |1|2|3| €")]
    [InlineData("falcon", "a+b=12345 (x)", "a|+|b|=|123|45| |(|x|)")]
    [InlineData("default", "a+b=12345 (x)", "a|+|b|=|123|45| |(|x|)")]
    [InlineData("starcoder", "x12 =  3", "x|1|2| =|  |3")]
    [InlineData("deepseek-coder", "def f(x):\n  你好 12", "def| f|(|x|):|\n| | |你好| |1|2")]
    [InlineData("deepseek-llm", "Hello, 世界 12 \n", "Hello|,| |世界| |12| |\n")]
    [InlineData("deepseek-v3", "abc1234 世界!", "abc|123|4| |世界|!")]
    [InlineData("bloom", "one, two.three", "one|,| two|.|three")]
    [InlineData("viking", "a1 22", "a|1| |2|2")]
    [InlineData("superbpe", "x1234567", "x|1|234|567")]
    [InlineData("seed-coder", "a!\n\nb", "a|!|\n\n|b")]
    [InlineData("jais-2", "a       b 1234", "a|    |  | b| |123|4")]
    [InlineData("youtu", "中文Hello한국어ㄅ，12", "中文|Hello|한국어|ㄅ|，|1|2")]
    [InlineData("tiny_aya", "x1234567 HelloWorld's", "x|1|234|567| Hello|World's")]
    [InlineData("kimi-k2", "Hello中文World's 1234", "Hello|中文|World's| |123|4")]
    [InlineData("afmoe", "pay 1234567 ไทย你好", "pay| |1|234|567| |ไ|ทย|你好")]
    [InlineData("laguna", "I'LL pay 12", "I|'LL| pay| |1|2")]
    [InlineData("bailingmoe", "it's 12", "it|'s| |1|2")]
    [InlineData("granite-embed-multi-97m", "HelloWorld's 1234", "Hello|World's| |123|4")]
    [InlineData("ufakzeka", "don't 12!\n", "don|'t| |1|2|!\n")]
    [InlineData("spark2_5", "a!\n\nb 12", "a|!|\n|\n|b| |1|2")]
    [InlineData("chameleon", "IMGIMGABZ x1.", "IMGIMGABZ| x|1|.")]
    public void Texts_are_cut_as_the_name_says(string name, string text, string words)
    {
        var given = GgufPreTokenizers.Find(name).Make().Split(text).Select(word => Encoding.UTF8.GetString([.. word.Select(letter => (byte)ByteLetters.ByteOf(letter))]));
        string.Join('|', given).ShouldBe(words);
    }

    [Fact]
    public void Every_pre_tokenizer_that_is_named_can_be_made()
    {
        var names = Should.Throw<TokenizerFormatException>(() => GgufPreTokenizers.Find("?")).Message.Split("supported are ")[1].Split(", ");
        names.Length.ShouldBeGreaterThan(70);
        foreach (var name in names)
        {
            GgufPreTokenizers.Find(name).Make().Split("Ab 12, é\n 漢字 it's \uD83D\uDE00x1234").ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Whole_words_of_Llama_3_are_pieces_whatever_merges_give()
    {
        var tokenizer = Tokenizer.FromGguf(new MemoryStream(Small("gpt2", pre: "llama-bpe")));
        ((BpeModel)tokenizer.Model).Options.IgnoreMerges.ShouldBeTrue();
        ((BpeModel)Tokenizer.FromGguf(new MemoryStream(Small("gpt2"))).Model).Options.IgnoreMerges.ShouldBeFalse();
    }

    [Fact]
    public void What_is_not_supported_is_named()
    {
        Error(Small("gpt2", pre: "moonshine")).ShouldContain("the pre-tokenizer 'moonshine' is not supported; supported are a.x-4.0, afmoe, bailingmoe");
        Error(Small("rwkv")).ShouldContain("the tokenizer 'rwkv' is not supported; gpt2, llama, t5 and bert are");
        Error([.. "GGML"u8, 3, 0, 0, 0]).ShouldContain("does not begin with 'GGUF'");
        Error(Small("llama")[..60]).ShouldContain("cut off");
    }

    [Fact]
    public void Damaged_files_give_an_error_and_nothing_else()
    {
        byte[][] seeds = [Small("gpt2"), Small("llama"), Small("t5"), Small("bert")];
        Fuzzer.Run<TokenizerException>(seeds, data => Tokenizer.FromGguf(new MemoryStream(data)).EncodeToIds("ab a ÄÖ漢😀")).ShouldBeGreaterThan(Fuzzer.Count / 50);
    }

    private static string Error(byte[] data) => Should.Throw<TokenizerFormatException>(() => Tokenizer.FromGguf(new MemoryStream(data))).Message;

    private static byte[] Small(string kind, string pre = "gpt-2")
    {
        string[] tokens = kind == "gpt2" ? ["a", "b", "ab", "Ġ"] : ["[UNK]", "▁", "a", "▁ab", "<0x0A>"];
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(3);
        writer.Write(0L);
        writer.Write(8L);
        Text("general.name", "small");
        Text("tokenizer.ggml.model", kind);
        Text("tokenizer.ggml.pre", pre);
        List("tokenizer.ggml.tokens", 8, tokens.Length, i => String(tokens[i]));
        List("tokenizer.ggml.scores", 6, tokens.Length, i => writer.Write(-1f - i));
        List("tokenizer.ggml.token_type", 5, tokens.Length, i => writer.Write(i == 0 && kind != "gpt2" ? 2 : tokens[i].StartsWith("<0", StringComparison.Ordinal) ? 6 : 1));
        List("tokenizer.ggml.merges", 8, 1, _ => String(kind == "gpt2" ? "a b" : "▁ a"));
        String("tokenizer.ggml.unknown_token_id");
        writer.Write(4);
        writer.Write(0);
        return stream.ToArray();

        void String(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            writer.Write((long)bytes.Length);
            writer.Write(bytes);
        }

        void Text(string key, string value)
        {
            String(key);
            writer.Write(8);
            String(value);
        }

        void List(string key, int type, int count, Action<int> item)
        {
            String(key);
            writer.Write(9);
            writer.Write(type);
            writer.Write((long)count);
            for (var i = 0; i < count; i++)
            {
                item(i);
            }
        }
    }
}
