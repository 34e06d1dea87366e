namespace Kiln.Tensors.Tests;

public class KeptMemoryTests
{
    [Fact]
    public void What_operations_save_counts_once_and_parameters_do_not()
    {
        var weight = new Parameter(Tensor.Ones([4, 4]));
        Tensor x = Tensor.Ones([2, 4]);
        Tensor y = Functional.Dense(x, weight.Value); // Saves x and the weight.
        Tensor z = y.Tanh(); // Saves its result.
        long bytes = KeptMemory.Bytes([z], [weight]);
        bytes.ShouldBe(2 * 4 * 2 * sizeof(float));
        KeptMemory.Bytes([z, y, z.Reshape(8)], [weight]).ShouldBe(bytes);
    }

    [Fact]
    public void What_is_not_recorded_keeps_nothing()
    {
        var weight = new Parameter(Tensor.Ones([4, 4]));
        using (Autograd.NoGrad())
        {
            KeptMemory.Bytes([Functional.Dense(Tensor.Ones([2, 4]), weight.Value).Tanh()], [weight]).ShouldBe(0);
        }
    }
}
