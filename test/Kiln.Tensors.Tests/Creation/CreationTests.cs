namespace Kiln.Tensors.Tests;

public class CreationTests
{
    [Fact]
    public void Rectangular_arrays_become_tensors()
    {
        Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Shape.ShouldBe([2, 3]);
        Tensor.From(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).ToArray<float>().ShouldBe([1, 2, 3, 4, 5, 6]);
        Tensor cube = Tensor.From(new long[,,] { { { 1, 2 }, { 3, 4 } } });
        cube.Shape.ShouldBe([1, 2, 2]);
        cube.ToArray<long>().ShouldBe([1, 2, 3, 4]);
        Tensor.From(new bool[0, 4]).Shape.ShouldBe([0, 4]);
        Tensor.From<double>([[1, 2], [3, 4]]).ToArray<double>().ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void Likenesses_take_shape_and_type_from_another()
    {
        Tensor x = Tensor.Full([2, 3], 7, DType.Int32);
        (Tensor.ZerosLike(x).DType, Tensor.ZerosLike(x).Shape).ShouldBe((DType.Int32, x.Shape));
        Tensor.OnesLike(x, DType.Float64).ToArray<double>().ShouldAllBe(v => v == 1);
        Tensor.FullLike(x, 5).ToArray<int>().ShouldAllBe(v => v == 5);
    }

    [Fact]
    public void Numbers_convert_to_every_type()
    {
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Tensor.Arange(3, dtype).Doubles().ShouldBe(dtype == DType.Bool ? [0, 1, 1] : [0, 1, 2], dtype.ToString());
            Tensor.Eye(2, dtype: dtype).Doubles().ShouldBe([1, 0, 0, 1], dtype.ToString());
        }

        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(0, double.PositiveInfinity, 1.0));
        Should.Throw<ShapeException>(() => Tensor.Arange(0, long.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.Arange(0, 5, 0));
    }

    [Fact]
    public void Random_tensors_repeat_with_their_key_and_with_the_ambient_stream()
    {
        RandomKey key = RandomKey.FromSeed(4);
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Float16, DType.BFloat16 })
        {
            Tensor x = Tensor.RandomNormal([1000], 3, 0.5, key, dtype);
            x.DType.ShouldBe(dtype);
            x.Doubles().ShouldBe(Tensor.RandomNormal([1000], 3, 0.5, key, dtype).Doubles());
            x.Doubles().Average().ShouldBe(3, 0.1);
            Tensor.RandomUniform([1000], -1, 1, key, dtype).Doubles().ShouldAllBe(v => v >= -1 && v <= 1);
        }

        Tensor.RandomIntegers([100], 5, 8, key).ToArray<long>().Distinct().Order().ShouldBe([5, 6, 7]);
        Should.Throw<DTypeException>(() => Tensor.RandomUniform([1], dtype: DType.Int32));

        Draw().ShouldBe(Draw());

        static float[] Draw()
        {
            using (RandomScope.Use(RandomKey.FromSeed(8)))
            {
                return [.. Tensor.RandomNormal([2]).ToArray<float>(), .. Tensor.RandomNormal([2]).ToArray<float>()];
            }
        }
    }

    [Fact]
    public void Tensors_of_a_random_state_are_its_streams_in_row_major_order()
    {
        new RandomState(1).Rand([2, 3]).ToArray<double>().ShouldBe(new RandomState(1).Rand(6));
        new RandomState(1).Randn([2, 3]).ToArray<double>().ShouldBe(new RandomState(1).Randn(6));
        new RandomState(1).Normal(1, 2, [2, 3]).ToArray<double>().ShouldBe(new RandomState(1).Normal(1, 2, 6));
        new RandomState(1).Uniform(1, 2, [2, 3]).ToArray<double>().ShouldBe(new RandomState(1).Uniform(1, 2, 6));
        new RandomState(1).RandInt(1, 9, [2, 3]).ToArray<long>().ShouldBe(new RandomState(1).RandInt(1, 9, 6));
        new RandomState(1).Permutation(Tensor.Arange(5)).ToArray<long>().ShouldBe(new RandomState(1).Permutation(5).Select(i => (long)i));
    }
}
