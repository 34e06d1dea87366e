using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads Fashion-MNIST: pictures of clothes in the form of MNIST (Xiao, Rasul and Vollgraf 2017).</summary>
public static class FashionMnist
{
    /// <summary>The ten classes, by label.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Reads the training and the test set from the four files, named as <see cref="Mnist.Load"/> expects them.</summary>
    /// <param name="directory">The folder.</param>
    /// <returns>Two datasets of images (28, 28, 1).</returns>
    /// <exception cref="FileNotFoundException">A file is missing; the message lists the names looked for.</exception>
    /// <exception cref="FileFormatException">A file is damaged, or images and labels do not go together.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string directory) => Mnist.Load(directory, Classes);
}
