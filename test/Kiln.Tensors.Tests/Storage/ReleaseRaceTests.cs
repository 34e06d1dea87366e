using System.Runtime.CompilerServices;

namespace Kiln.Tensors.Tests;

/// <summary>A storage that is given back while another thread looks for dead ones is given back once.</summary>
public class ReleaseRaceTests
{
    [Fact]
    public void A_block_is_not_taken_back_twice_when_a_collection_comes_between()
    {
        var done = false;
        Exception? failure = null;
        Thread[] releasing = [.. Enumerable.Range(0, 3).Select(_ => new Thread(Release))];
        foreach (Thread thread in releasing)
        {
            thread.Start();
        }

        for (int i = 0; i < 60; i++)
        {
            TensorMemory.FindDead();
        }

        Volatile.Write(ref done, true);
        foreach (Thread thread in releasing)
        {
            thread.Join();
        }

        failure.ShouldBeNull();

        void Release()
        {
            try
            {
                while (!Volatile.Read(ref done))
                {
                    // Waits for the pool's lock as a rule, which the thread that collects holds.
                    Once();
                }
            }
            catch (Exception e) when (e is ArgumentException or NullReferenceException)
            {
                failure = e;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Once() => new Storage(1000).Release();
}
