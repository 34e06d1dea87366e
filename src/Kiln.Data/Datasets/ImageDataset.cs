using System.Numerics.Tensors;
using Kiln.Tensors;
using Tensor = Kiln.Tensors.Tensor;

namespace Kiln.Data;

/// <summary>
/// Pictures of one size with class labels, kept as bytes: a batch holds them as float32 from 0 to 1, (B, H, W, C), and the labels as
/// int64, (B,).
/// </summary>
public sealed class ImageDataset : Dataset
{
    private readonly byte[] _pixels;
    private readonly int[] _labels;

    /// <summary>Makes the dataset around <paramref name="pixels"/>, which must not be changed afterwards.</summary>
    /// <param name="pixels">The pictures one after the other, each height × width × channels bytes.</param>
    /// <param name="height">Rows of a picture.</param>
    /// <param name="width">Columns of a picture.</param>
    /// <param name="channels">1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA).</param>
    /// <param name="labels">The class of each picture, 0 or more.</param>
    /// <param name="classNames">The names of the classes, by label; none by default.</param>
    /// <exception cref="DatasetException">
    /// The numbers of pixels and labels do not match, or a label is negative or has no name where there are names.
    /// </exception>
    public ImageDataset(byte[] pixels, int height, int width, int channels, ReadOnlySpan<int> labels, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        Image.CheckSize(height, width, channels);
        if (pixels.Length != (long)labels.Length * height * width * channels)
        {
            throw new DatasetException(
                $"dataset: {labels.Length} labels go with {(long)labels.Length * height * width * channels} bytes of pictures of "
                + $"{height} × {width} × {channels}, {pixels.Length} were given");
        }

        (_pixels, _labels, InputShape, ClassNames) = (pixels, labels.ToArray(), [height, width, channels], [.. classNames ?? []]);
        var worst = Array.FindIndex(_labels, label => label < 0 || (ClassNames.Count > 0 && label >= ClassNames.Count));
        if (worst >= 0)
        {
            throw new DatasetException(
                $"dataset: picture {worst} has the label {_labels[worst]}; labels are 0 to "
                + (ClassNames.Count > 0 ? $"{ClassNames.Count - 1}, one for each class name" : $"{int.MaxValue}"));
        }
    }

    /// <inheritdoc/>
    public override int Count => _labels.Length;

    /// <summary>The shape of a picture, (H, W, C).</summary>
    public override Shape InputShape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var chosen = indices.ToArray();
        int[] sizes = [chosen.Length, .. InputShape.Sizes];
        var inputs = Tensor.Create<float, (ImageDataset Set, int[] Chosen)>(sizes, (this, chosen), static (destination, state) =>
        {
            var length = state.Set.InputShape.ElementCount;
            for (var i = 0; i < state.Chosen.Length; i++)
            {
                ToUnit(state.Set.PixelsOf(state.Chosen[i]), destination.Slice(i * length, length));
            }
        });
        var targets = Tensor.From(Array.ConvertAll(chosen, i => (long)_labels[i]), [chosen.Length]);
        return new Batch(inputs, targets, chosen);
    }

    /// <inheritdoc/>
    public override Image GetImage(int index)
    {
        CheckIndices([index]);
        return new Image(InputShape[0], InputShape[1], InputShape[2], PixelsOf(index));
    }

    /// <summary>Bytes 0 to 255 as floats 0 to 1, each rounded correctly.</summary>
    internal static void ToUnit(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        TensorPrimitives.ConvertTruncating(bytes, destination);
        TensorPrimitives.Divide(destination[..bytes.Length], 255f, destination);
    }

    private ReadOnlySpan<byte> PixelsOf(int index) => _pixels.AsSpan(index * InputShape.ElementCount, InputShape.ElementCount);
}
