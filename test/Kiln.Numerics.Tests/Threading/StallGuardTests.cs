namespace Kiln.Numerics.Tests;

public sealed class StallGuardTests
{
    private const long Short = 1;

    private static readonly long s_long = StallGuard.LongWait;

    [Fact]
    public void Short_waits_are_never_timed()
    {
        var guard = default(StallGuard);
        for (var i = 0; i < 1000; i++)
        {
            guard.Suspect(s_long - 1);
        }

        guard.Watching.ShouldBeFalse();
        guard.MayShare(0).ShouldBeTrue();
    }

    [Fact]
    public void A_stall_in_calm_times_is_forgiven_and_forgotten_when_the_work_has_made_up_for_it()
    {
        var guard = default(StallGuard);
        guard.Suspect(s_long);
        guard.Watching.ShouldBeTrue();
        guard.Observe(Short, s_long, now: 100);
        guard.MayShare(101).ShouldBeTrue();
        guard.Observe(worked: (2 * s_long) - 1, Short, now: 200);
        guard.Watching.ShouldBeTrue();
        guard.Observe(worked: Short, Short, now: 300);
        guard.Watching.ShouldBeFalse();
    }

    [Fact]
    public void Where_stalls_cost_more_than_sharing_saves_the_owner_works_alone_for_a_time_that_doubles_up_to_a_bound()
    {
        var guard = default(StallGuard);
        guard.Suspect(StallGuard.Credit);
        long now = 0;
        var pause = StallGuard.FirstPause;
        for (var i = 0; i < 10; i++)
        {
            guard.Observe(worked: s_long / 2, waited: 0, now);
            guard.MayShare(now).ShouldBeTrue();
            guard.Observe(Short, s_long, now);
            guard.MayShare(now + pause - 1).ShouldBeFalse();
            now += pause;
            guard.MayShare(now).ShouldBeTrue();
            pause = Math.Min(2 * pause, StallGuard.LastPause);
        }
    }

    [Fact]
    public void Stalls_that_cost_less_than_sharing_saves_change_nothing()
    {
        var guard = default(StallGuard);
        guard.Suspect(s_long);
        for (var i = 0; i < 1000; i++)
        {
            guard.Observe(Short, s_long, now: i);
            guard.Observe(worked: s_long, waited: 0, now: i);
            guard.MayShare(i).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_wait_that_is_shorter_than_the_work_is_no_stall()
    {
        var guard = default(StallGuard);
        guard.Suspect(StallGuard.Credit);
        for (var i = 0; i < 10; i++)
        {
            guard.Observe(worked: 20 * s_long, waited: 10 * s_long, now: i);
            guard.MayShare(i).ShouldBeTrue();
        }
    }

    [Fact]
    public void After_a_calm_time_the_first_pause_is_short_again()
    {
        var guard = default(StallGuard);
        guard.Suspect(StallGuard.Credit);
        for (var i = 0; i < 8; i++)
        {
            guard.Observe(Short, s_long, now: 0);
        }

        guard.Observe(worked: StallGuard.Credit, waited: 0, now: 0);
        guard.Watching.ShouldBeFalse();
        guard.Suspect(StallGuard.Credit);
        guard.Observe(Short, s_long, now: 1000);
        guard.MayShare(1000 + StallGuard.FirstPause).ShouldBeTrue();
    }
}
