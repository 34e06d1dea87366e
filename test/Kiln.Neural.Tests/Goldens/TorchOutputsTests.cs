using System.Runtime.CompilerServices;
using System.Text.Json;
using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>Training with two inputs, two outputs and two losses against PyTorch in float64; torch_outputs.py made the numbers.</summary>
public class TorchOutputsTests
{
    private const double Tolerance = 1e-10;

    [Theory]
    [InlineData("plain")]
    [InlineData("weighted")]
    public void Histories_and_parameters_equal_those_of_PyTorch(string name)
    {
        JsonElement golden = Read();
        GraphNode picture = Graph.Input([4], DType.Float64, "picture");
        GraphNode note = Graph.Input([3], DType.Float64, "note");
        GraphNode both = new Concatenate().Apply(
            new Dense(4, 5, Activation.Tanh, dtype: DType.Float64).Apply("left", picture), new Dense(3, 5, Activation.Tanh, dtype: DType.Float64).Apply("right", note));
        GraphNode body = new Dense(10, 6, Activation.Tanh, dtype: DType.Float64).Apply("body", both);
        var network = new Graph(
            [picture, note], [new Dense(6, 3, dtype: DType.Float64).Apply("digit", body), new Dense(6, 2, dtype: DType.Float64).Apply("size", body)]);
        foreach ((string path, Parameter parameter) in network.NamedParameters())
        {
            parameter.Assign(Tensor(golden.GetProperty("start").GetProperty(path)));
        }

        // The names decide, not the order.
        var data = new NamedTensorDataset(
            inputs: [("note", Tensor(golden.GetProperty("note"))), ("picture", Tensor(golden.GetProperty("picture")))],
            targets: [("size", Tensor(golden.GetProperty("size"))), ("digit", Labels(golden.GetProperty("digit")))],
            weights: name == "weighted" ? Kiln.Tensors.Tensor.From([.. golden.GetProperty("weights").EnumerateArray().Select(v => v.GetDouble())]) : null);
        JsonElement expected = golden.GetProperty(name);
        History history = network.Fit(data, new FitOptions
        {
            Loss = new OutputLosses { { "digit", new SoftmaxCrossEntropy() }, { "size", new MeanSquaredError(), 0.3 } },
            Optimizer = new SGD(0.1, momentum: 0.9),
            Metrics = [new Accuracy().On("digit"), new MeanAbsoluteErrorMetric().On("size")],
            Epochs = expected.GetProperty("history").GetArrayLength(),
            BatchSize = 7,
            Shuffle = false,
        });

        history.Columns.ShouldBe(["loss", "digit_loss", "size_loss", "digit_accuracy", "size_mean_absolute_error", "learning_rate", "seconds"]);
        int epoch = 0;
        foreach (JsonElement row in expected.GetProperty("history").EnumerateArray())
        {
            foreach (JsonProperty value in row.EnumerateObject())
            {
                history[value.Name][epoch].ShouldBe(value.Value.GetDouble(), Tolerance, $"{value.Name} of epoch {epoch + 1}");
            }

            epoch++;
        }

        foreach ((string path, Parameter parameter) in network.NamedParameters())
        {
            double[] values = Tensor(expected.GetProperty("parameters").GetProperty(path)).ToArray<double>();
            parameter.Value.ToArray<double>().Zip(values).ShouldAllBe(p => Math.Abs(p.First - p.Second) < Tolerance, path);
        }
    }

    private static Tensor Tensor(JsonElement numbers) => Kiln.Tensors.Tensor.From(
        numbers.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()).ToArray(),
        numbers.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()).ToArray());

    private static Tensor Labels(JsonElement numbers) => Kiln.Tensors.Tensor.From(numbers.EnumerateArray().Select(v => v.GetInt64()).ToArray());

    private static JsonElement Read([CallerFilePath] string here = "")
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "torch_outputs.json")));
        return document.RootElement.Clone();
    }
}
