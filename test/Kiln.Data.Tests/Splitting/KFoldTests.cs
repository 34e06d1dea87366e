namespace Kiln.Data.Tests;

public class KFoldTests
{
    [Fact]
    public void Parts_equal_those_of_scikit_learn()
    {
        // KFold(3, shuffle=True, random_state=seed).split(range(10)) of scikit-learn 1.2.1.
        KFold.Indices(10, 3, seed: 0).Select(f => f.Validation.ToArray()).ShouldBe([[2, 4, 8, 9], [1, 6, 7], [0, 3, 5]]);
        KFold.Indices(10, 3, seed: 42).Select(f => f.Validation.ToArray()).ShouldBe([[0, 1, 5, 8], [2, 7, 9], [3, 4, 6]]);
        KFold.Indices(10, 3, shuffle: false).Select(f => f.Validation.ToArray()).ShouldBe([[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]]);
    }

    [Fact]
    public void Each_example_is_validated_once_and_trained_on_otherwise()
    {
        var data = new TensorDataset(Tensor.Arange(11), Tensor.Arange(11));
        var seen = new List<int>();
        foreach (var (train, validation) in KFold.Split(data, folds: 4, seed: 7))
        {
            var held = Enumerable.Range(0, validation.Count).Select(i => validation.Gather([i]).Inputs.ToArray<long>()[0]).ToArray();
            var kept = Enumerable.Range(0, train.Count).Select(i => train.Gather([i]).Inputs.ToArray<long>()[0]).ToArray();
            held.Intersect(kept).ShouldBeEmpty();
            (held.Length + kept.Length).ShouldBe(11);
            seen.AddRange(held.Select(v => (int)v));
        }

        seen.Order().ShouldBe(Enumerable.Range(0, 11));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void A_number_of_parts_that_cannot_be_is_refused(int folds) =>
        Should.Throw<ArgumentOutOfRangeException>(() => KFold.Indices(5, folds)).Message.ShouldContain($"{folds} parts of 5 examples");
}
