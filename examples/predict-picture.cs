#:property PublishAot=false
#:project ../src/Kiln.Neural/Kiln.Neural.csproj
// Loads a saved model and says what a picture of a digit shows. Run: dotnet run examples/predict-picture.cs -- MODEL PICTURE.png
// Without arguments it takes the model that first-network.cs saves, and draws a picture for it.
using Kiln.Data;
using Kiln.Neural;
using Kiln.Tensors;

var folder = args.Length > 0 ? args[0] : "artifacts/first-network";
var picture = args.Length > 1 ? args[1] : "artifacts/digit.png";
if (args.Length == 0 && !Directory.Exists(folder))
{
    Console.Error.WriteLine("There is no model yet: dotnet run examples/first-network.cs trains and saves one.");
    return 1;
}

if (args.Length < 2)
{
    // A drawn digit as somebody would scan it: dark on light, large.
    var (_, digits) = DrawnDigits.Load(trainSize: 0, testSize: 50, seed: 99);
    Png.Write(picture, digits.GetImage(4).Invert().Resize(280, 280, ResizeFilter.Bilinear));
}

// Architecture and parameters come from the folder: config.json and model.safetensors.
var network = Module.Load(folder);

// Any size and colour becomes 28 × 28 grey, bright ink on dark paper, centred: what the network was trained on.
var image = DigitPicture.Prepare(Png.Read(picture));
Show(image);

var input = image.ToTensor().ExpandDims(0);                    // (28, 28, 1) → (1, 28, 28, 1)
var probabilities = network.Predict(input).Softmax()[0];       // (1, 10) → (10,)
var (values, classes) = probabilities.TopK(3);
for (var i = 0; i < values.Count; i++)
{
    var p = values[i].Item();
    Console.WriteLine($"{classes[i].Item<int>()}  {p,7:P2}  {new string('█', (int)Math.Round(p * 40))}");
}

return 0;

// Two rows of pixels a line of text.
static void Show(Image image)
{
    for (var y = 0; y + 1 < image.Height; y += 2)
    {
        Console.WriteLine(string.Concat(Enumerable.Range(0, image.Width).Select(x => " ░▒▓█"[(image[y, x] + image[y + 1, x]) * 5 / 511])));
    }
}
