#:property PublishAot=false
#:project ../src/Kiln.Estimators/Kiln.Estimators.csproj
// Sentences of film reviews, liked or not (SST-2): TF-IDF of words and pairs of words, then a logistic regression; what it goes by; saved and loaded.
// Run: dotnet run examples/text-classification.cs [FOLDER WITH train.tsv AND dev.tsv]
using System.Diagnostics;
using Kiln.Data;
using Kiln.Estimators;

var folder = args.Length > 0 ? args[0] : Path.Combine(Environment.GetEnvironmentVariable("KILN_TEST_DATA") ?? "../shared/data", "sst2");
if (!File.Exists(Path.Combine(folder, "train.tsv")))
{
    Console.Error.WriteLine($"{folder} holds no train.tsv; give the folder of the Stanford sentiment treebank (a label, a tab and a sentence in each line)");
    return 1;
}

var (train, labels) = Read("train.tsv");
var (dev, truth) = Read("dev.tsv");
var watch = Stopwatch.StartNew();

var pipeline = new Pipeline(
    new TfidfVectorizer { NgramRange = (1, 2), MinDf = 2, SublinearTf = true, TokenPattern = @"(?u)\b\w+\b" },
    new LogisticRegression { C = 10, MaxIterations = 200 });
var model = pipeline.Fit(train, labels);
Console.WriteLine($"{train.Rows} sentences, {watch.Elapsed.TotalSeconds:F1} s; right on {dev.Rows} others: {model.Score(dev, truth):P1}");

// The terms that speak most for and against.
var steps = (IPipelineModel)model;
var terms = ((TfidfVectorizerModel)steps["tfidf-vectorizer"]).OutputNames;
var weights = ((ILinearModel)steps["logistic-regression"]).Coefficients.ToArray<double>();
var order = Enumerable.Range(0, terms.Count).OrderBy(i => weights[i]).ToArray();
Console.WriteLine($"against: {string.Join(", ", order.Take(8).Select(i => terms[i]))}");
Console.WriteLine($"for:     {string.Join(", ", order.Reverse().Take(8).Select(i => terms[i]))}");

Features sentences = new[] { "a moving , funny and beautifully acted film", "a dull plot and not a single good idea" };
var liked = model.PredictProbabilities(sentences).ToArray<double>();
Console.WriteLine($"liked:   {liked[1]:P0} and {liked[3]:P0}");

// Other settings by name, as a search would set them.
var words = pipeline.With("tfidf-vectorizer__ngram_range", "1,1").With("logistic-regression__C", 3);
Console.WriteLine($"words alone: {((Pipeline)words).Fit(train, labels).Score(dev, truth):P1}");

Directory.CreateDirectory("artifacts/text-classification");
model.Save("artifacts/text-classification");
Console.WriteLine($"loaded again: {((PredictorModel)Model.Load("artifacts/text-classification")).Score(dev, truth):P1}");
return 0;

(Features, Target) Read(string name)
{
    var lines = File.ReadLines(Path.Combine(folder, name)).Skip(1).Select(line => line.Split('\t')).ToList();
    return (Features.Of(lines.Select(line => line[1])), Target.Of([.. lines.Select(line => line[0] == "1" ? "liked" : "disliked")]));
}
