using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Fitting, warnings and files of transformers one after the other.</summary>
internal static class PipelineFit
{
    /// <summary>Fits transformers one after the other; each learns from what the one before returns for the samples of the fit.</summary>
    public static (FeatureTransformerModel[] Models, Features X) Transformers(
        string owner, IEnumerable<EstimatorStep> steps, Features x, Target? y, CancellationToken cancellation, bool transformLast = true, TransformerCache? memory = null)
    {
        var list = steps.Select(step => StepList.Transformer(owner, step)).ToList();
        var models = new FeatureTransformerModel[list.Count];
        for (var i = 0; i < models.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (i == models.Length - 1 && !transformLast)
            {
                models[i] = list[i].Fit(x, y, cancellation: cancellation);
            }
            else
            {
                (models[i], x) = memory is null ? list[i].FitTransform(x, y, cancellation: cancellation) : memory.FitTransform(list[i], x, y, cancellation);
            }
        }

        return (models, x);
    }

    public static IReadOnlyList<string> Warnings(IReadOnlyList<string> names, IEnumerable<Model> models) =>
        [.. models.SelectMany((model, i) => model.Warnings.Select(warning => warning.StartsWith($"{names[i]}: ", StringComparison.Ordinal) ? warning : $"{names[i]}: {warning}"))];

    public static void Write(ModelWriter writer, IReadOnlyList<string> names, IReadOnlyList<Model> models)
    {
        writer.Texts("steps", names);
        for (var i = 0; i < models.Count; i++)
        {
            writer.Model(Key(i), models[i]);
        }
    }

    public static FeatureTransformerModel[] Read(ModelReader reader, string[] names, int count)
    {
        if (count < 0 || (count == 0 && names.Length == 0))
        {
            throw reader.Damaged("it has no steps");
        }

        var models = new FeatureTransformerModel[count];
        for (var i = 0; i < count; i++)
        {
            models[i] = reader.Model<FeatureTransformerModel>(Key(i));
        }

        return models;
    }

    public static string Key(int step) => string.Create(CultureInfo.InvariantCulture, $"step{step}");
}
