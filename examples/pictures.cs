#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Looks at pictures on their way to a network: a folder of classes, augmentation, a grid of what comes out. Run: dotnet run examples/pictures.cs -- FOLDER
// FOLDER holds one folder a class, or is a tar or tar.gz archive of them. Without an argument the program draws digits into one first.
using Kiln.Data;
using Kiln.Tensors;

const int side = 32;
var folder = args.Length > 0 ? args[0] : "artifacts/pictures";
if (args.Length == 0)
{
    // Ten classes of eight pictures, FOLDER/CLASS/NAME.png.
    var (digits, _) = DrawnDigits.Load(trainSize: 80, testSize: 0, seed: 5);
    for (var i = 0; i < digits.Count; i++)
    {
        var path = Path.Combine(folder, digits.ClassNames[digits.Labels[i]], $"{i:D4}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Png.Write(path, digits.GetImage(i));
    }
}

// Opening finds the pictures; each is decoded when a batch asks for it, so the folder may be larger than memory.
var pictures = ImageFolder.Open(folder, new ImageFolderOptions { Height = side, Width = side, Fit = PictureFit.Crop });
Console.WriteLine($"{pictures.Count} pictures of {pictures.ClassNames.Count} classes: {string.Join(", ", pictures.ClassNames)}");

// Every epoch shows other versions, and every run the same ones.
var loader = new DataLoader(pictures, batchSize: 8, seed: 1, transform: Augment.Sequence(
    Augment.RandomFlip(),
    Augment.RandomCrop(padding: 4, EdgeFill.Reflect),
    Augment.Rotate(degrees: 15, EdgeFill.Nearest),
    Augment.ColorJitter(brightness: 0.3, contrast: 0.3, saturation: 0.3, hue: 0.05),
    Augment.Cutout(size: 8)));

// One row of the grid for each of the first batches: (8, 32, 32, 3) becomes a strip of 32 rows.
var rows = loader.Epoch(0).Where(batch => batch.Count == 8).Take(6)
    .Select(batch => batch.Inputs.Permute(1, 0, 2, 3).Reshape(side, 8 * side, 3)).ToArray();
Directory.CreateDirectory("artifacts");
if (rows.Length > 0)
{
    Png.Write("artifacts/augmented.png", Tensor.Concat(rows).ToImage());
}

Console.WriteLine(rows.Length > 0
    ? $"artifacts/augmented.png shows {8 * rows.Length} of them as a network would see them in the first epoch"
    : "Eight pictures at least are needed for a row of the grid.");
