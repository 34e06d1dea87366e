#:property PublishAot=false
#:project ../src/Kiln.Tensors/Kiln.Tensors.csproj
// What a NumPy user does every day, in Kiln; the comments say how NumPy writes it. Run: dotnet run examples/numpy-tour.cs
using Kiln.Tensors;

Title("Creation");
var a = Tensor.Arange(12).Reshape(3, 4);                       // np.arange(12).reshape(3, 4)
Console.WriteLine(a);
Console.WriteLine(Tensor.Linspace(0, 1, 5));                   // np.linspace(0, 1, 5)
Console.WriteLine(Tensor.From(new[,] { { 1.5, 2 }, { 3, 4 } })); // np.array([[1.5, 2], [3, 4]])

Title("Views");
Console.WriteLine(a[1]);                                       // a[1]
Console.WriteLine(a[.., ^1]);                                  // a[:, -1]
Console.WriteLine(a[1.., ..2]);                                // a[1:, :2]
Console.WriteLine(a[Slice.Of(step: -1), Slice.Of(step: 2)]);   // a[::-1, ::2]
Console.WriteLine(a.T.Shape + " " + a[Slice.NewAxis].Shape);   // a.T.shape, a[None].shape

Title("Broadcasting and masks");
var x = a.To(DType.Float32);                                   // a.astype(np.float32)
Console.WriteLine(x - x.Mean(axis: 0));                        // x - x.mean(axis=0)
Console.WriteLine(x[(x > 2) & (x < 7)]);                       // x[(x > 2) & (x < 7)]
Console.WriteLine(Tensor.Where(x > 5, x, -1));                 // np.where(x > 5, x, -1)

Title("Reductions");
Console.WriteLine(x.Sum(axis: 1, keepDims: true));             // x.sum(axis=1, keepdims=True)
Console.WriteLine($"{x.Max().Item()} at {x.ArgMax().Item<int>()}, deviation {x.Std().Item():F4}"); // x.max(), x.argmax(), x.std()
Console.WriteLine(a.CumSum(axis: 1));                          // a.cumsum(axis=1)

Title("Products");
Console.WriteLine(x.MatMul(x.T));                              // x @ x.T
Console.WriteLine(Functional.Einsum("ij,ij->i", x, x));        // np.einsum("ij,ij->i", x, x)

Title("Types: the operands meet in the wider kind, a plain number takes the tensor's type");
Console.WriteLine((a + 1).DType + ", " + (a + 0.5).DType + ", " + (a / 2).DType + ", " + (x + Tensor.Scalar(1.0)).DType);
Console.WriteLine(Tensor.From([-7, 7]) % 3);                   // np.array([-7, 7]) % 3
Console.WriteLine(Tensor.From([0.5f, 1.5f, 2.5f]).Round());    // np.round: halves to the even number

Title("The random streams of NumPy, bit for bit");
var random = new RandomState(42);                              // np.random.RandomState(42)
Console.WriteLine(random.Randn([3]));                          // randn(3)
Console.WriteLine(string.Join(" ", random.Permutation(6)));    // permutation(6)

Title("Files of NumPy");
var path = Path.Combine(Path.GetTempPath(), "kiln-tour.npz");
Npz.Save(path, [new("a", a), new("x", x)]);                    // np.savez(path, a=a, x=x)
foreach (var (name, array) in Npz.Load(path))                  // np.load(path).items()
{
    Console.WriteLine($"{name}: {array.DType} {array.Shape}");
}

File.Delete(path);

static void Title(string text) => Console.WriteLine($"\n— {text} —");
