using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Images as tensors and back.</summary>
public static class ImageTensors
{
    /// <summary>The samples as float32 from 0 to 1, (H, W, C).</summary>
    /// <param name="image">The image.</param>
    public static Tensor ToTensor(this Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return Tensor.Create<float, Image>(
            [image.Height, image.Width, image.Channels], image, static (destination, source) => ImageDataset.ToUnit(source.Pixels, destination));
    }

    /// <summary>A tensor as an image: 0 and below become 0, 1 and above 255, what lies between is rounded to the nearest level; NaN becomes 0.</summary>
    /// <param name="tensor">A float32 tensor of shape (H, W) or (H, W, C) with 1 to 4 channels, none of them empty.</param>
    /// <exception cref="ShapeException">The shape is not that of an image.</exception>
    /// <exception cref="DTypeException">The tensor is not float32.</exception>
    public static Image ToImage(this Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Rank is not (2 or 3) || tensor.Count == 0 || (tensor.Rank == 3 && tensor.Shape[2] > 4))
        {
            throw new ShapeException($"to image: shape {tensor.Shape} is not that of an image, (H, W) or (H, W, C) with 1 to 4 channels");
        }

        var pixels = Array.ConvertAll(tensor.Detach().ToArray<float>(), v => v >= 1 ? (byte)255 : v > 0 ? (byte)(v * 255f + 0.5f) : (byte)0);
        return Image.Wrap(tensor.Shape[0], tensor.Shape[1], tensor.Rank == 3 ? tensor.Shape[2] : 1, pixels);
    }
}
