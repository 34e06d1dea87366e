using Kiln.Data;
using Kiln.Evaluation;
using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>What a network made of a test set: every probability, and what follows from them.</summary>
internal sealed class Examined
{
    private readonly ImageDataset _images;
    private readonly float[] _logits;

    private Examined(ImageDataset images, float[] logits)
    {
        _images = images;
        _logits = logits;
        Confusion = new ConfusionMatrix(images.ClassNames.Count, images.ClassNames);
        var loss = 0.0;
        for (var i = 0; i < images.Count; i++)
        {
            var probabilities = Probabilities(i);
            Confusion.Add(images.Labels[i], Best(probabilities));
            loss -= Math.Log(Math.Max(probabilities[images.Labels[i]], double.Epsilon));
        }

        Loss = loss / images.Count;
    }

    /// <summary>How often each class was taken for each.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>The mean cross-entropy.</summary>
    public double Loss { get; }

    /// <summary>The share of right answers.</summary>
    public double Accuracy => Confusion.Accuracy;

    /// <summary>Runs the network over the images.</summary>
    /// <exception cref="UserException">The network is not one for these images.</exception>
    public static Examined Run(Module network, ImageDataset images, int batchSize, CancellationToken cancellation)
    {
        var logits = network.Predict(images, batchSize, cancellation);
        return logits.Rank == 2 && logits.Shape[1] == images.ClassNames.Count
            ? new Examined(images, logits.ToArray<float>())
            : throw new UserException($"the network gives outputs of shape {logits.Shape}; these data have {images.ClassNames.Count} classes.");
    }

    /// <summary>One picture and the network's answer.</summary>
    public PredictedPicture Picture(int index)
    {
        var probabilities = Probabilities(index);
        var best = Best(probabilities);
        var image = _images.GetImage(index);
        return new PredictedPicture(PictureView.Brightness(image), image.Width, _images.ClassNames[best], probabilities[best], _images.ClassNames[_images.Labels[index]]);
    }

    /// <summary>The pictures the network got wrong, those first where it was most sure of itself.</summary>
    public IEnumerable<int> WorstMistakes() =>
        from index in Enumerable.Range(0, _images.Count)
        let probabilities = Probabilities(index)
        let best = Best(probabilities)
        where best != _images.Labels[index]
        orderby probabilities[best] descending, index
        select index;

    /// <summary>The worst mistakes as the report shows them.</summary>
    public IReadOnlyList<Mistake> Mistakes(int count) => [.. WorstMistakes().Take(count).Select(index =>
    {
        var picture = Picture(index);
        return new Mistake(_images.GetImage(index), picture.Truth!, picture.Predicted, picture.Probability);
    })];

    /// <summary>A few pictures to show: right ones of different classes, and the worst mistake last.</summary>
    public IReadOnlyList<PredictedPicture> Selection(int count)
    {
        var mistake = WorstMistakes().Take(1).ToList();
        var right = Enumerable.Range(0, _images.Count).Where(index => Best(Probabilities(index)) == _images.Labels[index])
            .DistinctBy(index => _images.Labels[index]).Take(count - mistake.Count);
        return [.. right.Concat(mistake).Select(Picture)];
    }

    private double[] Probabilities(int index) => Softmax.Of(_logits.AsSpan(index * _images.ClassNames.Count, _images.ClassNames.Count));

    private static int Best(double[] probabilities) => Array.IndexOf(probabilities, probabilities.Max());
}
