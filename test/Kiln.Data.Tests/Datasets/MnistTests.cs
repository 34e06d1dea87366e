namespace Kiln.Data.Tests;

public sealed class MnistTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-mnist-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string images, string labels, byte firstLabel, int count = 2)
    {
        IdxFile.Write(Path.Combine(_folder, images), [.. Enumerable.Range(0, count * 6).Select(i => (byte)i)], [count, 2, 3]);
        IdxFile.Write(Path.Combine(_folder, labels), [.. Enumerable.Range(0, count).Select(i => (byte)(firstLabel + i))], [count]);
    }

    [Theory]
    [InlineData("", "-idx", "")]
    [InlineData("", ".idx", ".gz")]
    [InlineData("raw/", "-idx", ".gz")]
    [InlineData("raw/", ".idx", "")]
    public void The_four_files_are_found_under_every_naming(string folder, string join, string ending)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        Write($"{folder}train-images{join}3-ubyte{ending}", $"{folder}train-labels{join}1-ubyte{ending}", 3);
        Write($"{folder}t10k-images{join}3-ubyte{ending}", $"{folder}t10k-labels{join}1-ubyte{ending}", 8);

        var (train, test) = Mnist.Load(_folder);

        train.InputShape.ShouldBe([2, 3, 1]);
        train.Labels.ToArray().ShouldBe([3, 4]);
        test.Labels.ToArray().ShouldBe([8, 9]);
        train.GetImage(1).Pixels.ToArray().ShouldBe([6, 7, 8, 9, 10, 11]);
    }

    [Fact]
    public void A_missing_file_is_told_with_the_names_looked_for()
    {
        var e = Should.Throw<FileNotFoundException>(() => Mnist.Load(_folder));
        e.Message.ShouldContain(_folder);
        foreach (var name in new[] { "train-images-idx3-ubyte,", "train-images-idx3-ubyte.gz", "train-images.idx3-ubyte,", "train-images.idx3-ubyte.gz", "raw" })
        {
            e.Message.ShouldContain(name);
        }

        Should.Throw<FileNotFoundException>(() => Mnist.Load(Path.Combine(_folder, "nowhere"))).Message.ShouldContain("no such folder");
    }

    [Fact]
    public void Images_and_labels_that_do_not_go_together_are_refused()
    {
        Write("train-images-idx3-ubyte", "train-labels-idx1-ubyte", 0);
        Write("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", 9);
        Should.Throw<FileFormatException>(() => Mnist.Load(_folder)).Message.ShouldContain("label 1 is 10");

        IdxFile.Write(Path.Combine(_folder, "train-labels-idx1-ubyte"), [1, 2, 3], [3]);
        Should.Throw<FileFormatException>(() => Mnist.Load(_folder)).Message.ShouldContain("(3,)");

        IdxFile.Write(Path.Combine(_folder, "train-images-idx3-ubyte"), [1, 2, 3], [3]);
        Should.Throw<FileFormatException>(() => Mnist.Load(_folder)).Message.ShouldContain("expected images");
    }

    [Fact]
    public void The_real_MNIST_is_read()
    {
        var (train, test) = Mnist.Load(Goldens.RealData("mnist"));
        train.Count.ShouldBe(60_000);
        test.Count.ShouldBe(10_000);
        train.InputShape.ShouldBe([28, 28, 1]);
        train.Labels[..10].ToArray().ShouldBe([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);

        // The published mean of the training images.
        var sum = 0L;
        for (var i = 0; i < train.Count; i++)
        {
            foreach (var pixel in train.GetImage(i).Pixels)
            {
                sum += pixel;
            }
        }

        (sum / 255.0 / 60_000 / 784).ShouldBe(0.1307, 0.00005);
    }

    [Fact]
    public void The_real_Fashion_MNIST_is_read()
    {
        var (train, test) = FashionMnist.Load(Goldens.RealData("fashion-mnist"));
        (train.Count, test.Count).ShouldBe((60_000, 10_000));
        train.ClassNames[9].ShouldBe("Ankle boot");
    }
}
