#:property PublishAot=false
#:project ../src/Kiln.Tensors/Kiln.Tensors.csproj
// Fits a damped oscillation to noisy points with nothing but Tensor and Backward. Run: dotnet run examples/gradients.cs
using Kiln.Tensors;

// A gradient to begin with. RequireGrad returns a leaf: the tensor to compute with, and the one that gets the gradient.
var x = Tensor.From([1f, 2f, 3f]).RequireGrad();
(x * x).Sum().Backward();
Console.WriteLine($"d Σx² / dx at {Text(x)} is {Text(x.Grad!)}\n");

// The points to fit: y = 2 e^(−0.3 t) cos(1.7 t + 0.5), with noise.
var truth = Tensor.From([2f, 0.3f, 1.7f, 0.5f]);
var t = Tensor.Linspace(0, 10, 200);
var y = Curve(t, truth) + Tensor.RandomNormal(t.Shape, standardDeviation: 0.05, key: RandomKey.FromSeed(7));

// Gradient descent with momentum from a guess. Tensors do not change: each step computes new ones, and a new leaf.
var guess = Tensor.From([1f, 0.1f, 1.5f, 0f]);
var velocity = Tensor.ZerosLike(guess);
for (var step = 0; step <= 400; step++)
{
    var p = guess.RequireGrad();
    var loss = (Curve(t, p) - y).Square().Mean();
    loss.Backward();

    if (step % 80 == 0)
    {
        Console.WriteLine($"step {step,3}: mean squared error {loss.Item():F5} at {Text(guess)}");
    }

    velocity = velocity * 0.9 + p.Grad!;
    guess -= velocity * 0.01;
}

Console.WriteLine($"the truth: mean squared error {(Curve(t, truth) - y).Square().Mean().Item():F5} at {Text(truth)}\n");

// The same derivative twice, in float64: by the graph, and by the difference of two values.
var at = truth.To(DType.Float64).RequireGrad();
var two = Tensor.Scalar(2.0);
Curve(two, at).Backward();
var step6 = Tensor.From([0, 1e-6, 0, 0]);
var difference = (Curve(two, at.Detach() + step6) - Curve(two, at.Detach() - step6)) / 2e-6;
Console.WriteLine($"d y / d damping at t = 2: {at.Grad![1].Item<double>():F8} by Backward, {difference.Item<double>():F8} by differences");

// p: amplitude, damping, frequency, phase.
static Tensor Curve(Tensor t, Tensor p) => p[0] * (-p[1] * t).Exp() * (p[2] * t + p[3]).Cos();

static string Text(Tensor values) => $"[{string.Join(", ", values.ToArray<float>().Select(v => v.ToString("F3")))}]";
