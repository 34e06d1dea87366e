namespace Kiln.Tokenizers.Tests;

public sealed class PairTableTests
{
    [Theory]
    [InlineData(100, 100)]
    [InlineData(300_000, 1_000_000)]
    [InlineData(1 << 24, 1 << 24)]
    public void Pairs_have_the_number_that_was_set_last_and_others_none(int largestId, int largestValue)
    {
        var random = new Random(largestId);
        var expected = new Dictionary<(int, int), int> { [(0, 0)] = 0, [(largestId, largestId)] = largestValue, [(0, largestId)] = 1, [(largestId, 0)] = 0 };
        while (expected.Count < 2000)
        {
            expected[(random.Next(largestId + 1), random.Next(largestId + 1))] = random.Next(largestValue + 1);
        }

        var table = new PairTable(expected.Count, largestId, largestValue);
        foreach (var (left, right) in expected.Keys)
        {
            table.Set(left, right, largestValue);
        }

        foreach (var ((left, right), value) in expected)
        {
            table.Set(left, right, value);
        }

        foreach (var ((left, right), value) in expected)
        {
            table.Find(left, right).ShouldBe(value);
            var other = (right, left);
            table.Find(right, left).ShouldBe(expected.TryGetValue(other, out var found) ? found : -1);
        }
    }
}
