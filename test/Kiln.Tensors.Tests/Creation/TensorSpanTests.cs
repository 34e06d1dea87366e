using System.Numerics.Tensors;

namespace Kiln.Tensors.Tests;

public class TensorSpanTests
{
    [Fact]
    public void Elements_go_to_tensor_spans_and_back()
    {
        foreach (int[] shape in new int[][] { [4], [2, 3], [2, 3, 4], [1, 5], [2, 0] })
        {
            Tensor x = TensorValues.Sample(DType.Float32, shape);
            ReadOnlyTensorSpan<float> span = x.AsTensorSpan<float>();
            span.Lengths.ToArray().ShouldBe(shape.Select(s => (nint)s));
            Tensor back = Tensor.From(span);
            back.Shape.ShouldBe(x.Shape);
            back.ToArray<float>().ShouldBe(x.ToArray<float>());
        }
    }

    [Fact]
    public void A_view_and_a_strided_span_keep_their_order()
    {
        Tensor x = Tensor.Arange(6).Reshape(2, 3).T;
        Tensor.From(x.AsTensorSpan<long>()).ToArray<long>().ShouldBe(x.ToArray<long>());
        long[] data = [0, 1, 2, 3, 4, 5];
        var strided = new ReadOnlyTensorSpan<long>(data, [3, 2], [1, 3]);
        Tensor.From(strided).ToArray<long>().ShouldBe([0, 3, 1, 4, 2, 5]);
        Should.Throw<DTypeException>(() => { x.AsTensorSpan<float>(); });
    }
}
