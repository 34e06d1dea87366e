using System.Globalization;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Vectorizers of text against scikit-learn: Goldens/texts.json, made by make_text_goldens.py.</summary>
public class VectorizerGoldenTests
{
    private static readonly JsonDocument s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "texts.json")));

    public static TheoryData<string> Cases =>
        [.. s_file.RootElement.GetProperty("cases").EnumerateArray().Select((item, i) => $"{i} {item.GetProperty("estimator")} {item.GetProperty("parameters")}")];

    [Theory, MemberData(nameof(Cases))]
    public void Terms_and_their_counts_are_those_of_scikit_learn(string name)
    {
        var golden = s_file.RootElement.GetProperty("cases")[int.Parse(name.Split(' ')[0], CultureInfo.InvariantCulture)];
        string[] texts = [.. s_file.RootElement.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        var estimator = EstimatorCatalog.Find(golden.GetProperty("estimator").GetString()!).Create();
        foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
        {
            estimator = estimator.With(parameter.Name, parameter.Value.GetString());
        }

        var (model, fitted) = ((FeatureTransformer)estimator).FitTransform(texts);
        if (golden.TryGetProperty("names", out var names))
        {
            model.OutputNames.ShouldBe(names.EnumerateArray().Select(n => n.GetString()!));
        }

        foreach (var x in new[] { fitted, model.Transform(texts) })
        {
            var sparse = x.Sparse!;
            sparse.ColumnCount.ShouldBe(golden.GetProperty("width").GetInt32());
            sparse.RowStarts.ToArray().ShouldBe(golden.GetProperty("starts").EnumerateArray().Select(v => v.GetInt32()));
            sparse.ColumnIndices.ToArray().ShouldBe(golden.GetProperty("columns").EnumerateArray().Select(v => v.GetInt32()));
            Fitted.ShouldAgree(sparse.Values.ToArray(), [.. golden.GetProperty("values").EnumerateArray().Select(v => v.GetDouble())], 1e-14);
        }
    }

    /// <summary>scikit-learn 1.2.1; beyond 16 terms NumPy's order of equal counts is not that of the alphabet.</summary>
    [Theory]
    [InlineData(3, "a b c")]
    [InlineData(5, "a b c g h")]
    [InlineData(10, "a b c g h r s t u v")]
    public void Of_equally_frequent_terms_those_of_scikit_learn_stay(int most, string expected)
    {
        Features texts = new Table(new TextColumn("text", ["b a", "a b c", "d c", "e f g h i j", "h g k l m n o p q r s t u v w x"]));
        string.Join(' ', new CountVectorizer { MaxFeatures = most, TokenPattern = @"\w" }.Fit(texts).OutputNames).ShouldBe(expected);
        string.Join(' ', new TfidfVectorizer { MaxFeatures = most, TokenPattern = @"\w" }.Fit(texts).OutputNames).ShouldBe(expected);
    }

    [Fact]
    public void Twenty_thousand_sentences_give_the_same_matrix()
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipUnless(root is not null && File.Exists(Path.Combine(root, "sst2", "train.tsv")), "needs sst2/train.tsv in the folder that KILN_TEST_DATA names");
        var golden = s_file.RootElement.GetProperty("sst2");
        string[] sentences = [.. File.ReadLines(Path.Combine(root!, "sst2", "train.tsv")).Skip(1).Take(golden.GetProperty("rows").GetInt32()).Select(line => line.Split('\t')[1])];
        var x = new TfidfVectorizer { NgramRange = (1, 2), MinDf = 2 }.FitTransform(sentences).X.Sparse!;
        x.ColumnCount.ShouldBe(golden.GetProperty("width").GetInt32());
        x.StoredCount.ShouldBe(golden.GetProperty("stored").GetInt32());
        var checks = golden.GetProperty("checks").EnumerateArray().Select(v => v.GetDouble()).ToArray();
        for (var i = 0; i < checks.Length; i++)
        {
            var sum = 0.0;
            for (var at = x.RowStarts[i * 500]; at < x.RowStarts[(i * 500) + 1]; at++)
            {
                sum += x.Values[at] * (1 + (x.ColumnIndices[at] % 97));
            }

            sum.ShouldBe(checks[i], 1e-9);
        }
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Should.Throw<DatasetException>(() => new CountVectorizer().Fit(new double[,] { { 1 } })).Message.ShouldContain("holds numbers");
        Should.Throw<DatasetException>(() => new CountVectorizer().Fit(new Table(new TextColumn("t", ["a b", null])))).Message.ShouldContain("sample 1 is missing");
        Should.Throw<DatasetException>(() => new CountVectorizer { StopWords = ["english"] }.Fit(new[] { "the of", "and" })).Message.ShouldContain("no terms");
        Should.Throw<DatasetException>(() => new CountVectorizer { MinDf = 2 }.Fit(new[] { "one two", "three" })).Message.ShouldContain("min_df");
        Should.Throw<ArgumentException>(() => new CountVectorizer { TokenPattern = "(" }.Fit(new[] { "one two" })).Message.ShouldContain("token_pattern");
        Should.Throw<ArgumentException>(() => new CountVectorizer { Vocabulary = ["a", "a"] }.Fit(new[] { "one two" })).Message.ShouldContain("twice");
        Should.Throw<ArgumentOutOfRangeException>(() => new TfidfVectorizer { NgramRange = (2, 1) }.Fit(new[] { "one two" })).Message.ShouldContain("ngram_range");
        new TfidfVectorizer().Fit(new[] { "one two", "two" }).ColumnOf("two").ShouldBe(1);
    }

    [Fact]
    public void Blocks_of_texts_give_what_one_block_gives()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => $"word{i % 917} term{i * 7 % 1013} end").ToArray();
        var whole = new CountVectorizer().FitTransform(texts);
        var again = whole.Model.Transform(texts).Sparse!;
        again.ColumnIndices.ToArray().ShouldBe(whole.X.Sparse!.ColumnIndices.ToArray());
        again.RowStarts.ToArray().ShouldBe(whole.X.Sparse!.RowStarts.ToArray());
        whole.Model.OutputNames.ShouldBe(texts.SelectMany(t => t.Split(' ')).Distinct().Order(StringComparer.Ordinal));
    }
}
