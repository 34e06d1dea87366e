namespace Kiln.Tensors.Tests;

public class RandomScopeTests
{
    [Fact]
    public void Draws_in_a_scope_repeat_with_its_key()
    {
        var first = Draws();
        Draws().ShouldBe(first);
        first.Distinct().Count().ShouldBe(first.Length);

        static RandomKey[] Draws()
        {
            using (RandomScope.Use(RandomKey.FromSeed(9)))
            {
                return [RandomScope.Next("dropout"), RandomScope.Next("dropout"), RandomScope.Next("noise")];
            }
        }
    }

    [Fact]
    public void Draws_for_one_purpose_do_not_move_those_for_another()
    {
        using var scope = RandomScope.Use(RandomKey.FromSeed(9));
        RandomScope.Next("a");
        var plain = RandomScope.Next("b");
        using (RandomScope.Use(RandomKey.FromSeed(9)))
        {
            RandomScope.Next("b").ShouldBe(plain);
        }

        RandomScope.Key.ShouldBe(RandomKey.FromSeed(9));
    }

    [Fact]
    public async Task A_scope_follows_await_and_stays_out_of_other_tasks()
    {
        var outside = RandomScope.Key;
        var inside = Task.Run(
            async () =>
            {
                using var scope = RandomScope.Use(RandomKey.FromSeed(77));
                await Task.Yield();
                return RandomScope.Key;
            },
            TestContext.Current.CancellationToken);
        (await inside).ShouldBe(RandomKey.FromSeed(77));
        RandomScope.Key.ShouldBe(outside);
    }

    [Fact]
    public void A_captured_stream_continues_after_restoring()
    {
        using var scope = RandomScope.Use(RandomKey.FromSeed(5));
        RandomScope.Next("a");
        var state = RandomScope.Capture();
        var expected = RandomScope.Next("a");
        using (RandomScope.Use(RandomKey.FromSeed(6)))
        {
            RandomScope.Restore(state);
            RandomScope.Next("a").ShouldBe(expected);
        }
    }

    [Fact]
    public void The_process_wide_stream_restarts_from_a_seed()
    {
        RandomScope.Seed(3);
        var first = RandomScope.Next(nameof(RandomScopeTests));
        RandomScope.Next(nameof(RandomScopeTests)).ShouldNotBe(first);
        RandomScope.Seed(3);
        RandomScope.Next(nameof(RandomScopeTests)).ShouldBe(first);
    }
}
