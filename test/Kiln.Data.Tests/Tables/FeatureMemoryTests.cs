using System.Runtime.CompilerServices;

namespace Kiln.Data.Tests;

/// <summary>Arrays of features come back when nobody can see them any more, and never before. Each test has a pool of its own.</summary>
public class FeatureMemoryTests
{
    private const int Length = 20_000;

    [Fact]
    public void An_array_serves_again_when_its_features_are_garbage()
    {
        var memory = new FeatureMemory(stress: true);
        var first = Seen(memory, expose: false);
        var again = memory.Rent(Length, out var lease);
        first.Target.ShouldBeSameAs(again);
        again.ShouldAllBe(v => double.IsNaN(v), "under stress what comes back is not a number");
        memory.FreeBytes.ShouldBe(0);
        GC.KeepAlive(lease);
    }

    [Fact]
    public void An_array_that_is_held_stays_whole()
    {
        var memory = new FeatureMemory(stress: true);
        var held = memory.Rent(Length, out var lease);
        held.AsSpan().Fill(7);
        for (var i = 0; i < 4; i++)
        {
            memory.Rent(Length, out _).AsSpan().Fill(i);
        }

        held.ShouldAllBe(v => v == 7);
        GC.KeepAlive(lease);
    }

    [Fact]
    public void An_array_that_a_user_has_seen_never_serves_again()
    {
        var memory = new FeatureMemory(stress: true);
        var seen = Seen(memory, expose: true);
        for (var i = 0; i < 3; i++)
        {
            memory.Rent(Length, out _).ShouldNotBeSameAs(seen.Target);
        }
    }

    [Fact]
    public void Arrays_have_the_length_asked_for()
    {
        var memory = new FeatureMemory(stress: true);
        foreach (var length in new[] { 0, 1, Length, Length + 1, Length, (int)(FeatureMemory.Most / 8) + 1 })
        {
            memory.Rent(length, out var lease).Length.ShouldBe(length);
            (lease is null).ShouldBe(length * 8L is < FeatureMemory.Fewest or > FeatureMemory.Most);
        }
    }

    [Fact]
    public void What_nobody_asks_for_is_forgotten()
    {
        var memory = new FeatureMemory(stress: true);
        Seen(memory, expose: false);
        var other = memory.Rent(Length + 1, out var lease);
        memory.FreeBytes.ShouldBe(8 * Length);
        memory.Trim().ShouldBeTrue("asked for since the last look");
        memory.FreeBytes.ShouldBe(8 * Length);
        memory.Trim().ShouldBeTrue("one is in use");
        memory.FreeBytes.ShouldBe(0);
        GC.KeepAlive(other);
        GC.KeepAlive(lease);
    }

    [Fact]
    public void Features_hold_what_their_rows_look_at()
    {
        var part = Part();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            FeaturesMarshal.Rent(Length, 1, null, out var values);
            values.AsSpan().Fill(-1);
        }

        part.Values.ToArray().ShouldBe(Enumerable.Range(100, 50).Select(i => (double)i));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Features Part()
    {
        var whole = FeaturesMarshal.Rent(Length, 1, null, out var values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i;
        }

        return whole.Take(RowIndices.Range(100, 50));
    }

    /// <summary>An array that was in use and is not any more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Seen(FeatureMemory memory, bool expose)
    {
        var values = memory.Rent(Length, out var lease);
        if (expose)
        {
            lease!.Expose();
        }

        var place = new WeakReference(values);
        GC.KeepAlive(lease);
        return place;
    }
}
