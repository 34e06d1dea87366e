namespace Kiln.Estimators.Tests;

/// <summary>Samples for the contract suite.</summary>
public sealed record ContractSamples(Features X, Target? Y)
{
    /// <summary>60 samples of 4 normal features and a linear target with noise.</summary>
    public static ContractSamples Numbers => new(Normal(1, 60, 4), Linear(Normal(1, 60, 4)));

    /// <summary>As <see cref="Numbers"/>, targets positive whole numbers.</summary>
    public static ContractSamples Counts => new(Normal(1, 60, 4), Array.ConvertAll(Linear(Normal(1, 60, 4)), v => Math.Round(Math.Exp(v / 4))));

    /// <summary>60 samples of 4 normal features in three classes of text labels.</summary>
    public static ContractSamples Classes => new(Normal(2, 60, 4), Labels(Normal(2, 60, 4)));

    /// <summary>As <see cref="Classes"/>, but two of them.</summary>
    public static ContractSamples TwoClasses => new(Normal(3, 60, 4), Array.ConvertAll(Linear(Normal(3, 60, 4)), v => v > 0 ? "yes" : "no"));

    /// <summary>As <see cref="Classes"/>, but counts (0, 1, 2, …) as features.</summary>
    public static ContractSamples CountClasses
    {
        get
        {
            var x = Normal(4, 60, 4);
            return new(Features.Dense([.. x.Values.ToArray().Select(v => Math.Floor(Math.Abs(v) * 2))], 60, 4), Labels(x));
        }
    }

    /// <summary>A table with a column of categories as text, one of numbers; numbers to predict.</summary>
    public static ContractSamples Categories
    {
        get
        {
            var x = Normal(5, 60, 2);
            var color = new TextColumn("color", [.. Enumerable.Range(0, 60).Select(i => new[] { "red", "green", "blue" }[i * 7 % 3])]);
            var size = new NumberColumn("size", [.. Enumerable.Range(0, 60).Select(i => (double)(i * 5 % 4))]);
            return new(new Table(color, size), Linear(x));
        }
    }

    /// <summary>60 short texts in three classes.</summary>
    public static ContractSamples Texts
    {
        get
        {
            string[] words = ["the", "cat", "sat", "on", "a", "mat", "dog", "ran", "far", "away", "Über", "naïve", "2nd"];
            var x = Normal(6, 60, 4);
            var texts = Enumerable.Range(0, 60).Select(i => string.Join(' ', Enumerable.Range(0, 5).Select(k => words[(i * 3 + k * k * (i % 5 + 1)) % words.Length])));
            return new(Features.Of(texts), Labels(x));
        }
    }

    /// <summary>A target with a half added to each number, so that none is 0.</summary>
    public static Target AboveZero(Target y) => Array.ConvertAll(y.Numbers().ToArray(), v => v + 0.5);

    /// <summary>Normal numbers of a seed.</summary>
    public static Features Normal(uint seed, int rows, int columns) => Features.Dense(new RandomState(seed).Randn(rows * columns), rows, columns);

    private static double[] Linear(Features x)
    {
        var noise = new RandomState(77).Randn(x.Rows);
        return [.. Enumerable.Range(0, x.Rows).Select(i => (3 * x.Row(i)[0]) - (2 * x.Row(i)[1]) + (0.3 * noise[i]))];
    }

    private static string[] Labels(Features x) =>
        [.. Linear(x).Select((v, i) => v < -1.5 ? "low" : v < 1.5 ? "middle" : "top")];
}
