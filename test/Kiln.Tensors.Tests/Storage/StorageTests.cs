using System.Runtime.CompilerServices;

namespace Kiln.Tensors.Tests;

[Collection("Memory")]
public class StorageTests
{
    [Fact]
    public void Memory_is_aligned_to_a_cache_line()
    {
        for (int i = 0; i < 20; i++)
        {
            Tensor t = Tensor.Zeros([1 + i * 37]);
            (t.Storage.Address % 64).ShouldBe(0);
        }
    }

    [Fact]
    public void Dead_tensors_are_found_and_their_memory_reused()
    {
        const int Megabyte = 1 << 20;
        long before = TensorMemory.UsedBytes + TensorMemory.FreeBytes;
        long most = 0;
        for (int i = 0; i < 2000; i++)
        {
            AllocateAndDrop(Megabyte);
            most = Math.Max(most, TensorMemory.UsedBytes + TensorMemory.FreeBytes);
        }

        // 2 GB went through; what was held at once stays a small multiple of the collection mark.
        (most - before).ShouldBeLessThan(256L * Megabyte);
    }

    [Fact]
    public void A_tensor_that_is_held_keeps_its_elements_while_others_come_and_go()
    {
        var held = new List<Tensor>();
        for (int i = 0; i < 300; i++)
        {
            Tensor t = Tensor.Full([1000 + i], i);
            if (i % 7 == 0)
            {
                held.Add(t);
            }

            AllocateAndDrop(4 << 20);
        }

        for (int i = 0; i < held.Count; i++)
        {
            held[i].ToArray<float>().ShouldAllBe(x => x == i * 7);
        }
    }

    [Fact]
    public void A_view_keeps_the_memory_of_a_dead_tensor()
    {
        Tensor view = ViewOfADeadTensor();
        for (int i = 0; i < 50; i++)
        {
            TensorMemory.Trim();
            AllocateAndDrop(4000);
        }

        view.ToArray<float>().ShouldAllBe(x => x == 3);
    }

    [Fact]
    public void A_span_given_to_a_user_outlives_its_tensor()
    {
        ReadOnlySpan<float> span = SpanOfADeadTensor();
        for (int i = 0; i < 100; i++)
        {
            TensorMemory.Trim();
            Tensor.Full([1000], -1).Item2D();
        }

        foreach (float x in span)
        {
            x.ShouldBe(5f);
        }
    }

    [Fact]
    public void Many_threads_allocate_and_never_share_memory()
    {
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 3000; i++)
            {
                Tensor t = Tensor.Full([64 + i % 512], thread * 10000 + i);
                Tensor u = Tensor.Full([64 + i % 512], -1);
                t.Span<float>().IndexOfAnyExcept(thread * 10000f + i).ShouldBe(-1);
                GC.KeepAlive(t);
                GC.KeepAlive(u);
            }
        });
    }

    [Fact]
    public void Released_storage_refuses_to_be_used()
    {
        Tensor t = Tensor.Zeros([10]);
        t.Storage.Release();
        t.Storage.Address.ShouldBe(0);
        Should.Throw<ObjectDisposedException>(() => t.AsSpan<float>().Length);
    }

    [Fact]
    public void Trim_gives_free_memory_back()
    {
        AllocateAndDrop(32 << 20);
        TensorMemory.Trim();
        TensorMemory.FreeBytes.ShouldBeLessThan(32 << 20);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AllocateAndDrop(int bytes) => GC.KeepAlive(Tensor.Zeros([bytes], DType.UInt8));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Tensor ViewOfADeadTensor() => Tensor.Full([10, 100], 3).Narrow(0, 2, 5).Permute(1, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ReadOnlySpan<float> SpanOfADeadTensor() => Tensor.Full([1000], 5).AsSpan<float>();
}

internal static class TensorTestExtensions
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static float Item2D(this Tensor t) => t.Narrow(0, 0, 1).Item();
}
