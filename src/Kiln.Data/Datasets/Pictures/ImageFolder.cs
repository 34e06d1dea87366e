using Kiln.Numerics;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Pictures in folders named after their classes, <c>CLASS/NAME.jpg</c>, in a folder of the disk or in a tar or tar.gz archive. Pictures
/// are decoded when they are asked for, on all threads of <see cref="WorkerTeam"/>, so a set may be larger than memory; those of a compressed
/// archive are kept in memory as files. Classes and the pictures in them are in ordinal order of their names.
/// </summary>
public sealed class ImageFolder : Dataset
{
    private readonly PictureFiles _files;
    private readonly int[] _order;
    private readonly int[] _labels;
    private readonly ImageFolderOptions _options;

    private ImageFolder(PictureFiles files, ImageFolderOptions options)
    {
        (_files, _options) = (files, options);
        (_order, _labels, ClassNames) = PictureClasses.Sort(files, options.Within);
        var (height, width) = (options.Height ?? 0, options.Width ?? 0);
        if (options.Height is null || options.Width is null)
        {
            var first = Decode(0);
            (height, width) = (options.Height ?? first.Height, options.Width ?? first.Width);
        }

        InputShape = [height, width, options.Channels];
    }

    /// <inheritdoc/>
    public override int Count => _order.Length;

    /// <summary>The shape of a picture, (H, W, C).</summary>
    public override Shape InputShape { get; }

    /// <summary>The names of the class folders, in order.</summary>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>The class of each picture.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Opens a folder, or a tar or tar.gz archive. Finds the pictures (.jpg, .jpeg, .png) but decodes at most one of them.</summary>
    /// <param name="path">The folder or the archive.</param>
    /// <param name="options">Which folder inside, and the size of pictures; the defaults of <see cref="ImageFolderOptions"/> when null.</param>
    /// <exception cref="FileNotFoundException">There is nothing at <paramref name="path"/>.</exception>
    /// <exception cref="DatasetException">There are no pictures in class folders.</exception>
    /// <exception cref="FileFormatException">The archive, or the first picture, is damaged or too large.</exception>
    /// <exception cref="IOException">The folder or archive cannot be read.</exception>
    public static ImageFolder Open(string path, ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = (options ?? new ImageFolderOptions()).Validated();
        return new ImageFolder(Files(path, options), options);
    }

    /// <summary>Opens the training and the test pictures of a folder or archive that has a folder for each, and reads an archive only once.</summary>
    /// <param name="path">The folder or the archive.</param>
    /// <param name="train">The folder inside with the training pictures; "train" by default.</param>
    /// <param name="test">The folder inside with the test pictures; "test" by default.</param>
    /// <param name="options">The size of pictures; <see cref="ImageFolderOptions.Within"/> stands in front of both names.</param>
    /// <exception cref="DatasetException">There are no pictures in class folders, or the classes of the parts differ.</exception>
    /// <inheritdoc cref="Open"/>
    public static (ImageFolder Train, ImageFolder Test) OpenParts(string path, string train = "train", string test = "test", ImageFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        options = (options ?? new ImageFolderOptions()).Validated();
        var files = Files(path, options);
        var first = new ImageFolder(files, options with { Within = $"{options.Within.TrimEnd('/')}/{train}" });
        var second = new ImageFolder(files, options with { Within = $"{options.Within.TrimEnd('/')}/{test}", Height = first.InputShape[0], Width = first.InputShape[1] });
        return first.ClassNames.SequenceEqual(second.ClassNames, StringComparer.Ordinal)
            ? (first, second)
            : throw new DatasetException(
                $"{path}: {train} has the classes {string.Join(", ", first.ClassNames)}, {test} has {string.Join(", ", second.ClassNames)}; a class that is "
                + "missing in one would get another's label: add its folder, or open the parts one by one");
    }

    /// <summary>The path of a picture within the folder or archive.</summary>
    /// <param name="index">Which, 0 to Count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public string NameOf(int index)
    {
        CheckIndices([index]);
        return _files.Names[_order[index]];
    }

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">A picture is damaged; the message names it.</exception>
    /// <exception cref="DatasetException">A picture has another size, and none was given to bring it to.</exception>
    public override unsafe Batch Gather(ReadOnlySpan<int> indices)
    {
        CheckIndices(indices);
        var chosen = indices.ToArray();
        int[] sizes = [chosen.Length, .. InputShape.Sizes];
        var inputs = Tensor.Create<float, (ImageFolder Set, int[] Chosen)>(sizes, (this, chosen), static (destination, state) =>
        {
            fixed (float* start = destination)
            {
                WorkerTeam.Run(state.Chosen.Length, new FloatTile(state.Set, state.Chosen, start));
            }
        });
        return new Batch(inputs, Tensor.From(Array.ConvertAll(chosen, i => (long)_labels[i]), [chosen.Length]), chosen);
    }

    /// <inheritdoc/>
    public override Image GetImage(int index)
    {
        CheckIndices([index]);
        return Fitted(index);
    }

    /// <summary>Decodes every picture, on all threads, into a data set in memory: four times smaller than as floats, and read faster from then on.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The same pictures in the same order.</returns>
    /// <exception cref="DatasetException">The pictures take more than one array can hold (2³¹ bytes), or have different sizes.</exception>
    /// <exception cref="FileFormatException">A picture is damaged; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ImageDataset InMemory(CancellationToken cancellationToken = default)
    {
        var bytes = (long)Count * InputShape.ElementCount;
        if (bytes > Image.MaxBytes)
        {
            throw new DatasetException($"{_files.Source}: {Count} pictures of {InputShape} take {bytes} bytes, more than one array holds; use the data set as it is, decoded as needed");
        }

        var pixels = GC.AllocateUninitializedArray<byte>((int)bytes);
        WorkerTeam.Run(Count, new ByteTile(this, pixels), cancellationToken);
        return new ImageDataset(pixels, InputShape[0], InputShape[1], InputShape[2], _labels, ClassNames);
    }

    private static PictureFiles Files(string path, ImageFolderOptions options) =>
        Directory.Exists(path) ? new FolderPictures(path, options.MaxFileBytes)
        : File.Exists(path) ? new TarPictures(path, options)
        : throw new FileNotFoundException($"{path}: there is no such folder or archive", path);

    private Image Decode(int index)
    {
        var file = _order[index];
        var name = $"{_files.Source}: {_files.Names[file]}";
        var image = Image.Decode(_files.Read(file), _options.MaxPixels, name);
        return image.Channels == _options.Channels ? image
            : _options.Channels == 1 ? image.ToGray()
            : image.ToRgb();
    }

    private Image Fitted(int index)
    {
        var image = Decode(index);
        var (height, width) = (InputShape[0], InputShape[1]);
        if (image.Height == height && image.Width == width)
        {
            return image;
        }

        if (_options.Height is null && _options.Width is null)
        {
            throw new DatasetException(
                $"{_files.Source}: {NameOf(index)} has {image.Height} × {image.Width} pixels, the first picture {height} × {width}; "
                + "set ImageFolderOptions.Height and Width to bring all to one size");
        }

        return _options.Fit == PictureFit.Crop
            ? image.CropToProportions(height, width).Resize(height, width, _options.Filter)
            : image.Resize(height, width, _options.Filter);
    }

    /// <summary>A picture of a batch, as floats. The batch is pinned while tiles run.</summary>
    private readonly unsafe struct FloatTile(ImageFolder set, int[] chosen, float* start) : ITileBody
    {
        public void Invoke(int tile)
        {
            var length = set.InputShape.ElementCount;
            ImageDataset.ToUnit(set.Fitted(chosen[tile]).Pixels, new Span<float>(start + (long)tile * length, length));
        }
    }

    /// <summary>A picture of the whole set, as bytes.</summary>
    private readonly struct ByteTile(ImageFolder set, byte[] pixels) : ITileBody
    {
        public void Invoke(int tile) => set.Fitted(tile).Pixels.CopyTo(pixels.AsSpan(tile * set.InputShape.ElementCount));
    }
}
