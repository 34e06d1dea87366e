namespace Kiln.Data.Tests;

/// <summary>The parts of a fold are the examples that are tested and all others, ascending, however long the runs between them are.</summary>
public class FoldPartsTests
{
    [Theory]
    [InlineData(1, 2), InlineData(17, 2), InlineData(100, 3), InlineData(1000, 2), InlineData(1000, 7), InlineData(1003, 200), InlineData(5000, 4999)]
    public void Groups_are_left_out_one_after_the_other(int count, int groups)
    {
        var random = new Random(count + groups);
        var members = Enumerable.Range(0, count + 2).Select(i => i < 2 ? i : random.Next(groups)).ToArray();
        var distinct = members.Distinct().Order().ToArray();
        var place = 0;
        foreach (var (train, test) in new LeaveOneGroupOut().Split(members.Length, null, members))
        {
            test.ToArray().ShouldBe(Places(members, group => group == distinct[place]));
            train.ToArray().ShouldBe(Places(members, group => group != distinct[place]));
            place++;
        }

        place.ShouldBe(distinct.Length);
    }

    [Fact]
    public void Examples_of_no_fold_are_always_trained_on()
    {
        var random = new Random(3);
        var folds = Enumerable.Range(0, 700).Select(i => i < 3 ? i : random.Next(-1, 3)).ToArray();
        var place = 0;
        foreach (var (train, test) in new PredefinedSplit(folds).Split(folds.Length))
        {
            test.ToArray().ShouldBe(Places(folds, fold => fold == place));
            train.ToArray().ShouldBe(Places(folds, fold => fold != place));
            place++;
        }

        place.ShouldBe(3);
    }

    [Theory, InlineData(5, 5), InlineData(63, 2), InlineData(64, 4), InlineData(65, 3), InlineData(1000, 8)]
    public void Shuffled_folds_test_each_example_once(int count, int folds)
    {
        var tested = new int[count];
        foreach (var (train, test) in new KFold(folds, true, 5).Split(count))
        {
            test.ShouldBeInOrder();
            train.Union(test).Order().ShouldBe(Enumerable.Range(0, count));
            (train.Count + test.Count).ShouldBe(count);
            Array.ForEach(test.ToArray(), i => tested[i]++);
        }

        tested.ShouldAllBe(times => times == 1);
    }

    private static int[] Places(int[] values, Func<int, bool> holds) => [.. Enumerable.Range(0, values.Length).Where(i => holds(values[i]))];
}
