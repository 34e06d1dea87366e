using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Tests that count allocations, which run alone.</summary>
[CollectionDefinition("Allocations", DisableParallelization = true)]
public sealed class AllocationCollection;

/// <summary>Encoding allocates its result and nothing else; counting allocates nothing. Counted on this thread, once buffers have grown and words are known.</summary>
[Collection("Allocations")]
public sealed class AllocationTests
{
    [Theory]
    [InlineData("gpt2/tokenizer.json")]
    [InlineData("bert-base-uncased/tokenizer.json")]
    [InlineData("llama2/tokenizer.model")]
    [InlineData("sentencepiece/spiece.model")]
    public void Encoding_allocates_its_result_only(string file)
    {
        var tokenizer = Tokenizer.Load(TestData.Path(file));
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"The {i}th of many sentences, wholly unremarkable — naïve words and 中文, tail{i * 7919}. "));
        var bytes = Encoding.UTF8.GetBytes(text);
        var room = new int[text.Length];
        var ids = tokenizer.EncodeToIds(text);

        Allocated(() => tokenizer.CountTokens(text)).ShouldBe(0);
        Allocated(() => tokenizer.CountTokens(bytes)).ShouldBe(0);
        Allocated(() => tokenizer.EncodeToIds(text, room)).ShouldBe(0);
        Allocated(() => tokenizer.IndexByTokenCount(text, 100, out _)).ShouldBe(0);

        // An array of ids: its numbers and some bytes to say what it is.
        Allocated(() => tokenizer.EncodeToIds(text)).ShouldBeInRange(sizeof(int) * ids.Length, (sizeof(int) * ids.Length) + 64);

        // An encoding: ids and words, the two numbers of each offset, and the object; the other lists are made when they are asked for, once.
        var encoding = tokenizer.Encode(text);
        var count = encoding.Count;
        Allocated(() => tokenizer.Encode(text)).ShouldBeInRange(4 * sizeof(int) * count, (4 * sizeof(int) * count) + 1024);
        Allocated(() => _ = encoding.TypeIds.Length + encoding.AttentionMask.Length + encoding.SpecialTokensMask.Length + encoding.SequenceIds.Length).ShouldBe(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(2000)]
    public void A_batch_allocates_its_results_only(int count)
    {
        var tokenizer = TestData.Gpt2;
        var texts = Enumerable.Range(0, count).Select(i => $"The {i}th of many sentences.").ToArray();
        var tokens = tokenizer.EncodeBatch(texts, maxThreads: 1).Sum(encoding => (long)encoding.Count);

        // For each text a place in the result and an array; for all some objects to deal them out.
        Allocated(() => tokenizer.EncodeBatchToIds(texts, maxThreads: 1)).ShouldBeLessThan((sizeof(int) * tokens) + (count * (8 + 32)) + 1024);

        // The numbers, in arrays of which the last is not full, and an object for each text.
        Allocated(() => tokenizer.EncodeBatch(texts, maxThreads: 1)).ShouldBeLessThan((long)(4 * sizeof(int) * tokens * 1.1) + (count * (8 + 80)) + Math.Min(2048, 4 * sizeof(int) * tokens) + 1024);
    }

    [Fact]
    public void A_loaded_vocabulary_of_Llama_2_takes_less_than_40_megabytes()
    {
        var path = TestData.Path("llama2/tokenizer.model");
        Tokenizer.Load(path);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tokenizer = Tokenizer.Load(path);
        tokenizer.EncodeToIds("It has seen a text.");
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(tokenizer);
        kept.ShouldBeLessThan(40_000_000);
    }

    // The least of several: the first calls make buffers grow.
    private static long Allocated(Action act)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
