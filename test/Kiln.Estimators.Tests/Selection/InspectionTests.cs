using static Kiln.Estimators.Tests.SelectionGoldens;

namespace Kiln.Estimators.Tests;

public class InspectionTests
{
    [Fact]
    public void Permutations_are_those_of_scikit_learn()
    {
        var ridge = new Ridge().Fit(Numbers.X, Numbers.Y);
        var importance = PermutationImportance.Of(ridge, Numbers.X, Numbers.Y, repeats: 4, seed: 8);
        importance.Importances.SelectMany(falls => falls).ShouldBeNear(Of("permutation"));
        importance.Names.ShouldBe(["x0", "x1", "x2", "x3", "x4"]);
        importance.Means[0].ShouldBe(importance.Importances[0].Average(), 1e-14);
        importance.Baseline.ShouldBe(ridge.Score(Numbers.X, Numbers.Y));
        PermutationImportance.Of(Logistic.Fit(Classes.X, Classes.Y), Classes.X, Classes.Y, "neg_log_loss", repeats: 3, seed: 9, maxSamples: 0.5)
            .Importances.SelectMany(falls => falls).ShouldBeNear(Of("permutation_part"), 1e-6);
    }

    [Fact]
    public void Columns_of_tables_are_shuffled_like_those_of_matrices()
    {
        var values = Numbers.X.Values.ToArray();
        var table = new Table([.. Enumerable.Range(0, 5).Select(c => new NumberColumn($"f{c}", [.. Enumerable.Range(0, 60).Select(i => values[(i * 5) + c])]))]);
        var importance = PermutationImportance.Of(new Ridge().Fit(table, Numbers.Y), table, Numbers.Y, repeats: 4, seed: 8);
        importance.Importances.SelectMany(falls => falls).ShouldBeNear(Of("permutation"));
        importance.Names.ShouldBe(["f0", "f1", "f2", "f3", "f4"]);
    }

    [Fact]
    public void Partial_dependence_is_that_of_scikit_learn()
    {
        Check("partial_one", PartialDependence.Of(new Ridge().Fit(Numbers.X, Numbers.Y), Numbers.X, [2], resolution: 7, individual: true));
        Check("partial_two", PartialDependence.Of(Logistic.Fit(Classes.X, Classes.Y), Classes.X, [0, 3], resolution: 4, individual: true));
        Check("partial_binary", PartialDependence.Of(Logistic.Fit(TwoClasses.X, TwoClasses.Y), TwoClasses.X, [1], 5, 0.1, 0.8, individual: true));
        var rounded = Features.Dense([.. Numbers.X.Values.ToArray().Select(v => Math.Round(v))], 60, 5);
        Check("partial_few", PartialDependence.Of(new Ridge().Fit(Numbers.X, Numbers.Y), rounded, [4], resolution: 50, individual: true));

        static void Check(string name, PartialDependence dependence)
        {
            dependence.Values.SelectMany(axis => axis.Cast<double>()).ShouldBeNear(Of(name, "values"));
            dependence.Average.ToArray<double>().ShouldBeNear(Of(name, "average"), 1e-6);

            // The goldens keep the first four samples of each output.
            var individual = dependence.Individual!;
            var points = dependence.Average.Shape.ElementCount / dependence.Average.Shape[0];
            var samples = individual.Shape[1];
            var all = individual.ToArray<double>();
            Enumerable.Range(0, dependence.Average.Shape[0]).SelectMany(output => all.Skip(output * samples * points).Take(4 * points)).ShouldBeNear(Of(name, "individual"), 1e-6);
        }
    }

    [Fact]
    public void Categories_are_looked_at_and_parameters_searched_in_the_order_of_Python()
    {
        // sorted() and numpy.unique order texts by code point: U+FFFD before U+1F600, whose first half is less in UTF-16.
        string[] sorted = ["z", "\uFFFD", "\U0001F600"];
        GridAxis.Of("test", new Table(new TextColumn("text", [sorted[2], sorted[0], null, sorted[1], sorted[2]])), 0, 50, 0.05, 0.95, categorical: true).ShouldBe(sorted);
        var space = new SearchSpace { [$"{sorted[2]}__alpha"] = [1, 2], [$"{sorted[0]}__alpha"] = [1], [$"{sorted[1]}__alpha"] = [3, 4] };
        space.Choices.Keys.ShouldBe(sorted.Select(step => $"{step}__alpha"));
        space.Candidate(1)[$"{sorted[2]}__alpha"].ShouldBe(2);
    }

    [Fact]
    public void What_cannot_be_inspected_is_refused()
    {
        var model = new Ridge().Fit(Numbers.X, Numbers.Y);
        Should.Throw<ArgumentException>(() => PartialDependence.Of(model, Numbers.X, [5])).Message.ShouldContain("features 5 of 5");
        Should.Throw<ArgumentException>(() => PartialDependence.Of(model, Numbers.X, [0], low: 0.5, high: 0.5)).Message.ShouldContain("quantiles");
        var level = Features.Dense([.. Numbers.X.Values.ToArray().Select((v, i) => i % 5 == 0 ? 1 + (v * 1e-9) : v)], 60, 5);
        Should.Throw<ArgumentException>(() => PartialDependence.Of(model, level, [0], resolution: 20)).Message.ShouldContain("too close");
        PermutationImportance.Of(model, Numbers.X, Numbers.Y, maxSamples: 1).Means.ShouldBe(PermutationImportance.Of(model, Numbers.X, Numbers.Y).Means);
        Should.Throw<ArgumentException>(() => PermutationImportance.Of(model, Numbers.X, Numbers.Y, maxSamples: 100)).Message.ShouldContain("100 of 60");
        Should.Throw<DatasetException>(() => PermutationImportance.Of(model, Numbers.X, Numbers.Y.Take([0])));
    }
}
