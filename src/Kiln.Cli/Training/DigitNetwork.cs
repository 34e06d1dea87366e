using Kiln.Neural;
using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>The convolutional network of <c>train cnn</c> and the quickstart, for small pictures.</summary>
internal static class DigitNetwork
{
    /// <summary>Builds the network with first parameters that depend on the seed only.</summary>
    /// <param name="input">The shape of a picture, (H, W, C).</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="seed">The seed.</param>
    public static Sequential Create(Shape input, int classes, int seed)
    {
        using (RandomScope.Use(RandomKey.FromSeed((ulong)seed).Derive("network")))
        {
            // A 3 × 3 kernel without padding takes one pixel off each side; pooling halves and rounds down.
            static int Shrunk(int side) => (side - 2) / 2;
            var features = Shrunk(Shrunk(input[0])) * Shrunk(Shrunk(input[1])) * 64;
            return new Sequential(
                new Conv2D(input[2], 32, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2), // (B, 28, 28, C) → (B, 13, 13, 32)
                new Conv2D(32, 64, kernel: 3, activation: Activation.ReLU), new MaxPool2D(2), // → (B, 5, 5, 64)
                new Flatten(), // → (B, 1600)
                new Dense(features, 128, activation: Activation.ReLU), new Dropout(0.25), // → (B, 128)
                new Dense(128, classes)); // → (B, 10)
        }
    }
}
