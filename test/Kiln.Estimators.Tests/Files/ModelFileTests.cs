using System.Text;
using Kiln.Testing;

namespace Kiln.Estimators.Tests;

/// <summary>Model files: what they hold, and what a damaged one does.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_takes_the_file_under_a_fixed_name()
    {
        var model = new LinearRegression().Fit(ContractSamples.Numbers.X, ContractSamples.Numbers.Y!);
        model.Save(_folder);
        File.Exists(Path.Combine(_folder, "model.safetensors")).ShouldBeTrue();
        Fitted.ShouldAgree(model, Model.Load(_folder), ContractSamples.Numbers.X);
        var tensors = SafeTensors.Load(Path.Combine(_folder, "model.safetensors"));
        tensors["coefficients"].ToArray<double>().ShouldBe(model.Coefficients.ToArray<double>());
    }

    [Fact]
    public void Names_of_features_are_kept_and_checked()
    {
        var table = new Table(new NumberColumn("width", [1, 2, 3, 4]), new NumberColumn("height", [2, 1, 5, 3]));
        new LinearRegression().Fit(table, new double[] { 1, 2, 3, 5 }).Save(_folder);
        var model = (LinearRegressionModel)Model.Load(_folder);
        model.FeatureNames.ShouldBe(["width", "height"]);
        model.Predict(table.Select("height", "width")).Numbers().ToArray().ShouldBe(model.Predict(table).Numbers().ToArray());
        Should.Throw<DatasetException>(() => model.Predict(table.Select("width"))).Message.ShouldContain("missing: height");
    }

    [Fact]
    public void A_file_of_something_else_says_what_is_missing()
    {
        var path = Path.Combine(_folder, "other.safetensors");
        SafeTensors.Save(path, [new("weight", Tensor.Zeros([2]))]);
        Should.Throw<FileFormatException>(() => Model.Load(path)).Message.ShouldContain("not one of a fitted estimator");
        Should.Throw<FileNotFoundException>(() => Model.Load(Path.Combine(_folder, "nothing")));
    }

    [Fact]
    public void A_newer_version_and_an_unknown_estimator_are_named()
    {
        var path = Saved(new LinearRegression().Fit(ContractSamples.Numbers.X, ContractSamples.Numbers.Y!));
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text.Replace("\\\"version\\\":1", "\\\"version\\\":9").Replace("\\u0022version\\u0022:1", "\\u0022version\\u0022:9")));
        Should.Throw<FileFormatException>(() => Model.Load(path)).Message.ShouldContain("version 9");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text.Replace("linear-regression", "linear-regressiom")));
        Should.Throw<FileFormatException>(() => Model.Load(path)).Message.ShouldContain("did you mean 'linear-regression'");
    }

    [Fact]
    public void Damaged_files_give_format_errors_only()
    {
        // Wide models: most of the file is numbers, so that some of the damage is to them and not to the description.
        var wide = ContractSamples.Normal(1, 8, 400);
        var named = Features.Dense(wide.Values[..8].ToArray(), 4, 2, ["width", "height"]);
        byte[][] seeds =
        [
            File.ReadAllBytes(Saved(new LinearRegression { FitIntercept = false }.Fit(wide, new double[] { 1, 2, 3, 5, 8, 13, 21, 34 }))),
            File.ReadAllBytes(Saved(new StandardScaler().Fit(wide))),
            File.ReadAllBytes(Saved(new StandardScaler().Fit(named))),
        ];
        var path = Path.Combine(_folder, "damaged.safetensors");
        var good = Fuzzer.Run<FileFormatException>(seeds, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            Model.Load(path);
        });
        good.ShouldBeGreaterThan(Fuzzer.Count / 100);
    }

    [Theory]
    [InlineData("bins"), InlineData("categories"), InlineData("splines"), InlineData("named")]
    public void A_count_that_the_file_does_not_hold_takes_no_memory(string kind)
    {
        var x = ContractSamples.Normal(1, 40, 4);
        Model model = kind switch
        {
            "bins" => new KBinsDiscretizer().Fit(x),
            "categories" => new OrdinalEncoder().Fit(x),
            "splines" => new SplineTransformer().Fit(x),
            _ => new Binarizer().Fit(Features.Dense(x.Values.ToArray(), 40, 4, ["a", "b", "c", "d"])),
        };
        var path = Saved(model);
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        var at = text.IndexOf("features", StringComparison.Ordinal);
        var digit = text.IndexOf('4', at);
        (digit - at).ShouldBeLessThan(24);
        var changed = Encoding.Latin1.GetBytes(text.Remove(digit, 1).Insert(digit, "400000000"));
        BitConverter.TryWriteBytes(changed, BitConverter.ToInt64(changed) + 8).ShouldBeTrue();
        File.WriteAllBytes(path, changed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<FileFormatException>(() => Model.Load(path));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100L << 20);
    }

    private string Saved(Model model)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        model.Save(path);
        return path;
    }
}
