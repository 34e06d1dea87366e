namespace Kiln.Cli.Tests;

public class AbandonableTests
{
    [Fact]
    public void What_is_done_gives_its_result_or_its_own_exception()
    {
        Abandonable.Run(() => 3, TestContext.Current.CancellationToken).ShouldBe(3);
        Should.Throw<UserException>(() => Abandonable.Run<int>(() => throw new UserException("no"), TestContext.Current.CancellationToken)).Message.ShouldBe("no");
    }

    [Fact]
    public void A_stop_leaves_behind_what_would_go_on_for_ever()
    {
        using var stop = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        var waiting = Task.Run(() => Abandonable.Run(() => Endless(begun, never), stop.Token), TestContext.Current.CancellationToken);
        begun.Wait(TestContext.Current.CancellationToken);
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => waiting.GetAwaiter().GetResult());
        never.Set();
    }

    private static int Endless(ManualResetEventSlim begun, ManualResetEventSlim never)
    {
        begun.Set();
        never.Wait();
        return 0;
    }
}
